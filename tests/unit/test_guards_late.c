/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What waits for the real root, and what the guards see there. */

#include <stdio.h>
#include <stdlib.h>

#include "fixture.h"

/* Another screen, so that the last-display guard has no say. */
#define OTHER "00:02.0 8086:a780 0300\n"
/* The same, with the facts of the real root. */
#define LATE "late\n" OTHER

/* DESIGN says which classes wait for the real root; all that are not named do. */
static void what_carries_the_system_waits(void **state)
{
	static const struct {
		const char *class_code;
		bool is_late, is_late_with_network_root;
	} classes[] = {{"0300", false, false}, {"0302", false, false},
		{"0380", false, false}, {"0403", false, false}, {"1200", false, false},
		{"1280", false, false}, {"0200", false, true}, {"0280", false, true},
		{"0106", true, true}, {"0108", true, true}, {"0805", true, true},
		{"0c00", true, true}, {"0c03", true, true}, {"0c04", true, true},
		{"0c06", true, true}, {"1080", true, true}, {"0000", true, true},
		{"0880", true, true}, {"0502", true, true}, {"0c80", true, true},
		{"ff00", true, true},
		/* Sound, video and processors carry nothing. */
		{"0400", false, false}, {"0401", false, false}, {"0480", false, false},
		{"0b40", false, false}, {"0b30", false, false}, {"1180", false, false}};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(classes); i++) {
		FIXTURE(fixture);
		char devices[128];
		bool on_network = i % 2;
		bool is_late = on_network ? classes[i / 2].is_late_with_network_root
					  : classes[i / 2].is_late;

		snprintf(devices, sizeof(devices), OTHER "01:00.0 1111:2222 %s",
			classes[i / 2].class_code);
		if (on_network)
			fixture_cmdline(&fixture, "ip=dhcp");
		fixture_run(&fixture, devices, "bind 01:00.0", "");
		if (is_late != !!fixture_find(&fixture, "late"))
			fail_msg("class %s, network root %d", classes[i / 2].class_code,
				on_network);
	}
}

/* Signal processing (1180) is a bus for keyboards by its driver, or by the maker of the chip set. */
static void signal_processing_waits_where_a_keyboard_may_be(void **state)
{
	static const struct {
		const char *device;
		bool is_late;
	} rows[] = {{"8086:9d60 1180", true}, {"1022:15e6 1180", true},
		{"8086:9d60 1180 driver=intel-lpss", true},
		{"8086:9d60 1180 driver=vfio-pci", true},
		{"1111:2222 1180 driver=i2c_designware_pci", true},
		{"1111:2222 1180 driver=intel_ish_ipc", true},
		{"8086:9d31 1180 driver=intel_pch_thermal", false},
		{"8086:461d 1180 driver=proc_thermal_pci", false},
		{"1111:2222 1180", false}, {"8086:9d60 1101", true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		char devices[128];

		snprintf(devices, sizeof(devices), OTHER "01:00.0 %s", rows[i].device);
		fixture_run(&fixture, devices, "bind 01:00.0", "");
		if (rows[i].is_late != !!fixture_find(&fixture, "late"))
			fail_msg("%s", rows[i].device);
	}
	/* Thermal sensors have their place; the bus of a keyboard has another. */
	assert_check(OTHER "00:04.0 8086:461d 1180", "bind 00:04.0", "00:04.0", "");
	assert_check(OTHER "00:14.2 8086:9d31 1180", "bind 00:14.2", "00:14.2", "");
	assert_check(OTHER "00:15.0 8086:9d60 1180", "bind 00:15.0", "",
		"note late 00:15.0\n");
}

/* What the initramfs is for stays with it: not taken late, whatever became of it, nor spoken of. */
static void what_was_judged_early_is_forgotten_late(void **state)
{
	static const char card[] =
		LATE "01:00.0 10de:2820 0300 boot-vga\n01:00.1 10de:22bd 0403\n"
		     "01:00.2 10de:1ad8 0c03 keyboard\n02:00.0 144d:a80a 0108\n";

	(void)state;
	assert_check(card, "bind 01:00.0", "", "");
	assert_check(card, "bind 01:00.0\nbind 02:00.0", "02:00.0", "");
	assert_check(card, "bind 02:00.0\nbind 01:00.1", "02:00.0", "");
	/* A companion of what is taken, whoever else names it. */
	assert_check(card, "bind 01:00.0 allow=boot-display\nbind 01:00.2", "", "");
	/* Its display refused, it is a USB controller like any other. */
	assert_check(card, "bind 01:00.0\nbind 01:00.2", "", "refuse keyboard 01:00.2\n");
	assert_check(card, "bind 01:00.0 allow=keyboard\nbind 01:00.2 allow=keyboard",
		"01:00.2", "note keyboard 01:00.2\n");
	/* Without a network root its class is the initramfs'. */
	assert_check(LATE "01:00.0 8086:1572 0200 default-route", "bind 01:00.0", "", "");
}

static void the_last_keyboard_stays(void **state)
{
#define TWO "01:00.0 8086:a0ed 0c03 keyboard\n02:00.0 8086:a0ee 0c03 keyboard\n"
	(void)state;
	assert_check(LATE TWO, "bind 01:00.0", "01:00.0", "");
	assert_check(LATE TWO, "bind 01:00.0\nbind 02:00.0", "",
		"refuse keyboard 01:00.0\nrefuse keyboard 02:00.0\n");
	assert_check(LATE "keyboard\n" TWO, "bind 01:00.0\nbind 02:00.0",
		"01:00.0 02:00.0", "");
	/* One whose controller stays with the host for another reason is left. */
	assert_check(LATE TWO "03:00.0 8086:a0ef 0c03 keyboard system",
		"bind 01:00.0\nbind 02:00.0\nbind 03:00.0", "01:00.0 02:00.0",
		"refuse system-disk 03:00.0\n");
#undef TWO
}

/* A management controller's keyboard, or a mouse's, is left where there is no other one at all. */
static void what_may_be_no_keyboard_is_none_beside_one(void **state)
{
#define MAYBE "02:00.0 8086:a0ee 0c03 unsure-keyboard\n"
	(void)state;
	assert_check(LATE "01:00.0 8086:a0ed 0c03 keyboard\n" MAYBE, "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(
		LATE "01:00.0 8086:a0ed 0c03\n" MAYBE, "bind 01:00.0", "01:00.0", "");
	assert_check(LATE "01:00.0 8086:a0ed 0c03\n" MAYBE, "bind 02:00.0", "",
		"refuse keyboard 02:00.0\n");
	assert_check(LATE "01:00.0 8086:a0ed 0c03 keyboard\n" MAYBE, "bind 02:00.0",
		"02:00.0", "");
	assert_check(LATE "keyboard\n01:00.0 8086:a0ed 0c03 keyboard\n" MAYBE,
		"bind 01:00.0", "01:00.0", "");
#undef MAYBE
}

static void a_console_is_a_way_in(void **state)
{
	(void)state;
	assert_check(LATE "keyboard\n01:00.0 8086:a13d 0700 console", "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(LATE "keyboard\n01:00.0 8086:a13d 0700 console",
		"bind 01:00.0 allow=keyboard", "01:00.0", "note keyboard 01:00.0\n");
	assert_check(
		LATE "keyboard\n01:00.0 8086:a13d 0700", "bind 01:00.0", "01:00.0", "");
}

/* A driver that is not there yet, or slow, shows none. */
static void a_keyboard_that_is_not_seen_may_be_there(void **state)
{
	(void)state;
	assert_check(LATE "01:00.0 8086:a0ed 0c03", "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(LATE "01:00.0 8086:a0e8 0c80", "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(LATE "01:00.0 8086:9d60 1180", "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(LATE "01:00.0 8086:a0ed 0c03", "bind 01:00.0 allow=keyboard",
		"01:00.0", "note keyboard 01:00.0\n");
	assert_check(
		LATE "keyboard\n01:00.0 8086:a0ed 0c03", "bind 01:00.0", "01:00.0", "");
	assert_check(LATE "01:00.0 8086:a0ed 0c03\n02:00.0 8086:a0ee 0c03 keyboard",
		"bind 01:00.0", "01:00.0", "");
	assert_check(LATE "01:00.0 144d:a80a 0108", "bind 01:00.0", "01:00.0", "");
}

/* It is plugged in when it is asked for, and it is unknown where. */
static void a_token_may_be_on_any_usb(void **state)
{
	(void)state;
	assert_check(LATE "keyboard\ntoken\n01:00.0 8086:a0ed 0c03", "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(LATE "keyboard\ntoken\n01:00.0 8086:a0ed 0c03",
		"bind 01:00.0 allow=keyboard", "01:00.0", "note keyboard 01:00.0\n");
	assert_check(LATE "token\n01:00.0 144d:a80a 0108", "bind 01:00.0", "01:00.0", "");
}

static void a_group_is_taken_with_what_the_system_needs_in_it(void **state)
{
#define GPU "01:00.0 10de:2820 0300 group=7\n"
#define TAKES "takes-groups\n" OTHER GPU
#define REFUSED "refuse group-system 01:00.0\n"
#define WARNED "warn group 01:00.0\n"
	static const char disk[] = TAKES "01:00.1 144d:a80a 0106 group=7 system";

	(void)state;
	assert_check(disk, "bind 01:00.0", "", REFUSED);
	assert_check(disk, "bind 01:00.0 allow=group-system", "01:00.0",
		"note group-system 01:00.0\n" WARNED);
	assert_check(TAKES "02:00.0 8086:1572 0200 group=7 network", "bind 01:00.0", "",
		REFUSED);
	/* The bridge above a disk is taken from nobody, and what is only in use is no loss of the host. */
	assert_check(TAKES "00:01.0 8086:a70d 0604 bridge group=7 system", "bind 01:00.0",
		"01:00.0", "");
	assert_check(TAKES "02:00.0 144d:a80a 0106 group=7 in-use", "bind 01:00.0",
		"01:00.0", "");
	/* Elsewhere a VM cannot open the group, and nothing is taken: also where nothing else speaks. */
	assert_check(OTHER GPU "02:00.0 144d:a80a 0106 group=7 system", "bind 01:00.0",
		"01:00.0", WARNED);
	/* A companion goes with its display; another run's device is that one's to judge. */
	assert_check(TAKES "01:00.1 10de:22bd 0403 group=7\n01:00.2 10de:1ad8 0c03 "
			   "group=7 system\n",
		"bind 01:00.0", "", REFUSED);
	assert_check("late\n" TAKES "02:00.0 144d:a80a 0106 group=7 system",
		"bind 01:00.0", "", "");
	assert_check("late\n" TAKES "02:00.0 144d:a80a 0106 group=7 system\n"
		     "02:00.1 144d:a80a 0106 group=7",
		"bind 02:00.1", "", "refuse group-system 02:00.1\n");
	assert_check(TAKES "02:00.0 144d:a80a 0106 group=7 system\n"
			   "02:00.1 144d:a80a 0106 group=7",
		"bind 02:00.1", "", "note late 02:00.1\n");
#undef GPU
#undef TAKES
#undef REFUSED
#undef WARNED
}

static void what_was_found_first_is_the_reason(void **state)
{
	struct vpb_blocker trouble = {};

	(void)state;
	assert_int_equal(vpb_blocker_set(&trouble, "one", "a"), 0);
	assert_int_equal(vpb_blocker_set(&trouble, "two", "b"), 0);
	assert_string_equal(trouble.reason, "one");
	assert_string_equal(trouble.fix, "a");
	free(trouble.reason);
	free(trouble.fix);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_carries_the_system_waits),
		cmocka_unit_test(signal_processing_waits_where_a_keyboard_may_be),
		cmocka_unit_test(what_was_judged_early_is_forgotten_late),
		cmocka_unit_test(the_last_keyboard_stays),
		cmocka_unit_test(what_may_be_no_keyboard_is_none_beside_one),
		cmocka_unit_test(a_console_is_a_way_in),
		cmocka_unit_test(a_keyboard_that_is_not_seen_may_be_there),
		cmocka_unit_test(a_token_may_be_on_any_usb),
		cmocka_unit_test(a_group_is_taken_with_what_the_system_needs_in_it),
		cmocka_unit_test(what_was_found_first_is_the_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
