/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/core/guard.h"
#include "fixture.h"

/* Another screen, so that the last-display guard has no say. */
#define OTHER "00:02.0 8086:a780 0300\n"
/* The same, with the facts of the real root. */
#define LATE "late\n" OTHER

/* One a guard. A row of vpb_guards without one fails the last test. */
static const struct guard_case {
	const char *guard;
	enum vpb_scope scope;
	enum vpb_severity severity;
	bool drops;
	bool can_be_allowed;
	const char *rule; /* for both machines */
	const char
		*fires; /* a machine where the guard has something to say about 01:00.0 */
	const char *quiet; /* one where it has not */
} cases[] = {
	{"identity", VPB_SCOPE_SELECTOR, VPB_REFUSE, true, true, "bind 01:00.0=10de:2820",
		OTHER "01:00.0 10de:2821 0300", OTHER "01:00.0 10de:2820 0300"},
	{"twin", VPB_SCOPE_SELECTOR, VPB_REFUSE, true, true, "bind 10de:2820",
		OTHER "01:00.0 10de:2820 0300\n02:00.0 10de:2820 0300",
		OTHER "01:00.0 10de:2820 0300\n02:00.0 10de:2821 0300"},
	{"unreadable", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 unreadable=vendor",
		OTHER "01:00.0 10de:2820 0300"},
	{"bridge", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 bridge", OTHER "01:00.0 10de:2820 0300"},
	{"late", VPB_SCOPE_DEVICE, VPB_NOTE, true, false, "bind 01:00.0",
		OTHER "01:00.0 144d:a80a 0108", LATE "01:00.0 144d:a80a 0108"},
	{"system-disk", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		LATE "01:00.0 144d:a80a 0108 system", LATE "01:00.0 144d:a80a 0108"},
	{"disk-in-use", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		LATE "01:00.0 144d:a80a 0108 in-use", LATE "01:00.0 144d:a80a 0108"},
	{"network-root", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		LATE "ip=dhcp\n01:00.0 8086:1572 0200 network",
		LATE "ip=dhcp\n01:00.0 8086:1572 0200"},
	{"keyboard", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		LATE "01:00.0 8086:a0ed 0c03 keyboard",
		LATE "01:00.0 8086:a0ed 0c03 keyboard\n02:00.0 8086:a0ee 0c03 keyboard"},
	{"default-route", VPB_SCOPE_DEVICE, VPB_WARN, false, false, "bind 01:00.0",
		LATE "ip=dhcp\n01:00.0 8086:1572 0200 default-route",
		LATE "ip=dhcp\n01:00.0 8086:1572 0200"},
	{"no-iommu", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 no-group", OTHER "01:00.0 10de:2820 0300"},
	{"foreign", VPB_SCOPE_DEVICE, VPB_WARN, true, false, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 override=pci-stub",
		OTHER "01:00.0 10de:2820 0300 override=vfio-pci"},
	{"boot-display", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 boot-vga", OTHER "01:00.0 10de:2820 0300"},
	{"last-display", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		"01:00.0 10de:2820 0300", OTHER "01:00.0 10de:2820 0300"},
	{"unsafe-driver", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		OTHER "01:00.0 10de:2820 0300 driver=nvidia",
		OTHER "01:00.0 10de:22bd 0403 driver=snd_hda_intel"},
	{"pf-with-vfs", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, "bind 01:00.0",
		OTHER "01:00.0 8086:1572 0200 vfs=4", OTHER "01:00.0 8086:1572 0200"},
	{"group", VPB_SCOPE_DEVICE, VPB_WARN, false, false, "bind 01:00.0",
		OTHER
		"01:00.0 10de:2820 0300 group=7\n02:00.0 144d:a80a 0108 group=7 module",
		OTHER
		"01:00.0 10de:2820 0300 group=7\n02:00.0 144d:a80a 0108 group=8 module"},
};

static void fixture_run(
	struct fixture *fixture, const char *devices, const char *rule, const char *word)
{
	char config[256];

	snprintf(config, sizeof(config), "%s%s\n", rule, word);
	fixture_devices(fixture, devices);
	fixture_config(fixture, config);
	fixture_check(fixture);
}

static bool is_taken(struct fixture *fixture, const char *address)
{
	return strstr(fixture_show_taken(fixture), address);
}

/* One line each, no full stop: they are put together to one sentence in the log. */
static void assert_sentence(const char *text)
{
	size_t length = strlen(text);

	assert_true(length > 10 && length < 250);
	assert_null(strchr(text, '\n'));
	assert_int_not_equal(text[length - 1], '.');
}

static void guard_tested(void **state)
{
	const struct guard_case *with = *state;
	const struct vpb_guard *row = vpb_guard_find(with->guard);
	const struct vpb_finding *found;
	char allow[64];

	assert_non_null(row);
	assert_int_equal(row->scope, with->scope);
	assert_int_equal(row->severity, with->severity);
	assert_int_equal(row->drops, with->drops);
	assert_int_equal(row->can_be_allowed, with->can_be_allowed);
	snprintf(allow, sizeof(allow), " allow=%s", with->guard);
	{
		FIXTURE(fixture);

		fixture_run(&fixture, with->fires, with->rule, "");
		found = fixture_find(&fixture, with->guard);
		assert_non_null(found);
		assert_int_equal(found->severity, with->severity);
		assert_string_equal(found->where, "config:1:6");
		assert_sentence(found->reason);
		assert_sentence(found->cure);
		assert_int_equal(is_taken(&fixture, "01:00.0"), !with->drops);
	}
	{
		FIXTURE(fixture);

		fixture_run(&fixture, with->quiet, with->rule, "");
		assert_string_equal(fixture_show_findings(&fixture), "");
		assert_true(is_taken(&fixture, "01:00.0"));
	}
	{
		FIXTURE(fixture);

		fixture_run(&fixture, with->fires, with->rule, allow);
		found = fixture_find(&fixture, with->guard);
		if (with->can_be_allowed) {
			assert_true(is_taken(&fixture, "01:00.0"));
			assert_non_null(found);
			assert_int_equal(found->severity, VPB_NOTE);
			assert_non_null(strstr(found->cure, allow + 1));
		} else {
			assert_int_equal(fixture.request.rule_count, 0);
			assert_string_equal(
				fixture_show_findings(&fixture), "warn syntax -\n");
		}
	}
}

/* allow= of the others is no allow= of this one. */
static void guard_stands_alone(void **state)
{
	const struct guard_case *with = *state;
	char words[256] = "";

	for (size_t i = 0; i < COUNT_OF(cases); i++)
		if (cases[i].can_be_allowed && &cases[i] != with)
			snprintf(words + strlen(words), sizeof(words) - strlen(words),
				" allow=%s", cases[i].guard);
	FIXTURE(fixture);
	fixture_run(&fixture, with->fires, with->rule, words);
	assert_int_equal(is_taken(&fixture, "01:00.0"), !with->drops);
}

static void no_guard_is_without_a_test(void **state)
{
	(void)state;
	for (unsigned int i = 0; i < vpb_guard_count; i++) {
		unsigned int count = 0;

		for (size_t j = 0; j < COUNT_OF(cases); j++)
			count += strcmp(cases[j].guard, vpb_guards[i].name) == 0;
		if (count != 1)
			fail_msg("the guard '%s' has %u cases in this file",
				vpb_guards[i].name, count);
		assert_ptr_equal(vpb_guard_find(vpb_guards[i].name), &vpb_guards[i]);
		assert_int_equal(vpb_guard_bit(&vpb_guards[i]), UINT32_C(1) << i);
	}
	assert_int_equal(vpb_guard_count, COUNT_OF(cases));
	assert_true(vpb_guard_count <= 32);
	assert_null(vpb_guard_find(""));
	assert_null(vpb_guard_find("boot"));
}

static void an_identity_may_hold_the_subsystem(void **state)
{
	static const char devices[] = OTHER "01:00.0 10de:2820 0300 sub=1d05:1178";

	(void)state;
	assert_check(devices, "bind 01:00.0=10de:2820", "01:00.0", "");
	assert_check(devices, "bind 01:00.0=10de:2820:1d05:1178", "01:00.0", "");
	assert_check(devices, "bind 01:00.0=10de:2820:1d05:1179", "",
		"refuse identity 01:00.0\n");
	assert_check(devices, "bind 01:00.0=10de:2820:1d06:1178", "",
		"refuse identity 01:00.0\n");
	assert_check(devices, "bind 01:00.0=10df:2820", "", "refuse identity 01:00.0\n");
}

static void twins_are_in_two_slots(void **state)
{
	static const char two[] = OTHER "01:00.0 1b21:2142 1200\n02:00.0 1b21:2142 1200";

	(void)state;
	assert_check(
		two, "bind 1b21:2142", "", "refuse twin 01:00.0\nrefuse twin 02:00.0\n");
	assert_check(two, "bind 1b21:2142 all", "01:00.0 02:00.0", "");
	assert_check(two, "bind 1b21:2142 allow=twin", "01:00.0 02:00.0",
		"note twin 01:00.0\nnote twin 02:00.0\n");
	assert_check(two, "bind 1b21:2142\nskip 02:00.0", "01:00.0", "");
	/* A bridge is nobody's twin. */
	assert_check(OTHER "01:00.0 1002:1478 0604\n02:00.0 1002:73bf 0300",
		"bind 1002:", "02:00.0", "refuse bridge 01:00.0\n");
	assert_check(OTHER "01:00.0 1002:1478 0880 bridge\n02:00.0 1002:73bf 0300",
		"bind 1002:", "02:00.0", "refuse bridge 01:00.0\n");

	/* Two functions of one card are no twins, nor two rules for a card each. */
	assert_check(OTHER "01:00.0 1b21:2142 1200\n01:00.1 1b21:2142 1200",
		"bind 1b21:2142", "01:00.0 01:00.1", "");
	assert_check(two, "bind 01:00.0\nbind 02:00.0", "01:00.0 02:00.0", "");
}

static void a_bridge_is_one_by_class_too(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_run(&fixture, OTHER "01:00.0 8086:460d 0604", "bind 01:00.0", "");
	assert_non_null(fixture_find(&fixture, "bridge"));
	assert_false(is_taken(&fixture, "01:00.0"));
}

static void the_iommu_may_be_done_without(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture.snapshot.noiommu = true;
	fixture_run(
		&fixture, OTHER "01:00.0 10de:2820 0300 no-group", "bind 01:00.0", "");
	assert_string_equal(fixture_show_findings(&fixture), "");
	assert_true(is_taken(&fixture, "01:00.0"));
}

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
		{"0c06", true, true}, {"0401", true, true}, {"1080", true, true},
		{"0000", true, true}, {"ff00", true, true}};

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

/* A driver that is not there yet, or slow, shows none. */
static void a_keyboard_that_is_not_seen_may_be_there(void **state)
{
	(void)state;
	assert_check(LATE "01:00.0 8086:a0ed 0c03", "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(LATE "01:00.0 8086:a0e8 0c80", "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(LATE "01:00.0 8086:a0ed 0c03", "bind 01:00.0 allow=keyboard",
		"01:00.0", "note keyboard 01:00.0\n");
	assert_check(
		LATE "keyboard\n01:00.0 8086:a0ed 0c03", "bind 01:00.0", "01:00.0", "");
	assert_check(LATE "01:00.0 8086:a0ed 0c03\n02:00.0 8086:a0ee 0c03 keyboard",
		"bind 01:00.0", "01:00.0", "");
	assert_check(LATE "01:00.0 144d:a80a 0108", "bind 01:00.0", "01:00.0", "");
}

/* It is plugged in when it is asked for, and nobody can tell where. */
static void a_token_may_be_on_any_usb(void **state)
{
	(void)state;
	assert_check(LATE "keyboard\ntoken\n01:00.0 8086:a0ed 0c03", "bind 01:00.0", "",
		"refuse keyboard 01:00.0\n");
	assert_check(LATE "keyboard\ntoken\n01:00.0 8086:a0ed 0c03",
		"bind 01:00.0 allow=keyboard", "01:00.0", "note keyboard 01:00.0\n");
	assert_check(LATE "token\n01:00.0 144d:a80a 0108", "bind 01:00.0", "01:00.0", "");
}

static void what_was_found_first_is_the_reason(void **state)
{
	struct vpb_trouble trouble = {};

	(void)state;
	assert_int_equal(vpb_trouble_set(&trouble, "one", "a"), 0);
	assert_int_equal(vpb_trouble_set(&trouble, "two", "b"), 0);
	assert_string_equal(trouble.reason, "one");
	assert_string_equal(trouble.cure, "a");
	free(trouble.reason);
	free(trouble.cure);
}

static void the_firmwares_picture_is_a_boot_display_too(void **state)
{
	(void)state;
	assert_check(OTHER "01:00.0 10de:2820 0300 framebuffer", "bind 01:00.0", "",
		"refuse boot-display 01:00.0\n");
	assert_check(OTHER "01:00.0 10de:2820 0300 framebuffer boot-vga", "bind 01:00.0",
		"", "refuse boot-display 01:00.0\n");
}

static void a_3d_controller_is_no_screen(void **state)
{
	(void)state;
	/* It may go, and does not count as one that is left. */
	assert_check("01:00.0 10de:2820 0302", "bind 01:00.0", "01:00.0", "");
	assert_check("01:00.0 10de:2820 0300\n02:00.0 10de:2821 0302", "bind 01:00.0", "",
		"refuse last-display 01:00.0\n");
	assert_check("01:00.0 10de:2820 0300\n02:00.0 10de:2821 0380", "bind 01:00.0",
		"01:00.0", "");
}

#define GROUPED OTHER "01:00.0 10de:2820 0300 group=7\n01:00.1 10de:22bd 0403 group=7\n"

static void a_group_is_spoiled_by_drivers_only(void **state)
{
	static const char found[] = "warn group 01:00.0\n";

	(void)state;
	assert_check(GROUPED, "bind 01:00.0", "01:00.0 01:00.1", "");
	/* A bridge and a function without a driver do no harm; what is selected neither. */
	assert_check(GROUPED "00:01.0 8086:460d 0604 group=7 module\n"
			     "00:01.1 8086:460e 0880 group=7 module bridge\n"
			     "02:00.0 144d:a80a 0108 group=7\n",
		"bind 01:00.0", "01:00.0 01:00.1", "");
	assert_check(GROUPED "02:00.0 144d:a80a 0302 group=7 module\n",
		"bind 01:00.0\nbind 02:00.0", "01:00.0 01:00.1 02:00.0", "");
	/* Once a group, whatever names its devices and in whatever order. */
	assert_check(GROUPED "02:00.0 144d:a80a 0108 group=7 module\n", "bind 01:00.0",
		"01:00.0 01:00.1", found);
	assert_check(GROUPED "02:00.0 144d:a80a 0108 group=7 module\n",
		"bind 01:00.1\nbind 01:00.0", "01:00.0 01:00.1", found);
	assert_check(GROUPED "02:00.0 144d:a80a 0108 group=7 module\n",
		"bind 01:00.0\nbind 01:00.1\nbind 10de:2820", "01:00.0 01:00.1", found);
	/* A member that a guard refused spoils it, too. */
	assert_check(OTHER "01:00.0 10de:2820 0300 group=7\n"
			   "01:00.1 10de:22bd 0403 group=7 vfs=1 module\n",
		"bind 01:00.0", "01:00.0",
		"warn pf-with-vfs 01:00.1\nwarn group 01:00.0\n");
}

static void drivers_that_hang_are_left_alone(void **state)
{
	static const char *const unsafe[] = {
		"nvidia", "nouveau", "amdgpu", "radeon", "i915", "xe"};
	static const char *const safe[] = {"vfio-pci", "snd_hda_intel", "nvidiafb", "x"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(unsafe) + COUNT_OF(safe); i++) {
		FIXTURE(fixture);
		bool is_safe = i >= COUNT_OF(unsafe);
		const char *driver = is_safe ? safe[i - COUNT_OF(unsafe)] : unsafe[i];
		char devices[128];

		snprintf(devices, sizeof(devices),
			OTHER "01:00.0 10de:2820 0300 driver=%s", driver);
		fixture_run(&fixture, devices, "bind 01:00.0", "");
		if (is_taken(&fixture, "01:00.0") != is_safe)
			fail_msg("driver %s", driver);
	}
}

int main(void)
{
	const struct CMUnitTest more[] = {
		cmocka_unit_test(no_guard_is_without_a_test),
		cmocka_unit_test(an_identity_may_hold_the_subsystem),
		cmocka_unit_test(twins_are_in_two_slots),
		cmocka_unit_test(a_bridge_is_one_by_class_too),
		cmocka_unit_test(the_iommu_may_be_done_without),
		cmocka_unit_test(what_carries_the_system_waits),
		cmocka_unit_test(what_was_judged_early_is_forgotten_late),
		cmocka_unit_test(the_last_keyboard_stays),
		cmocka_unit_test(a_keyboard_that_is_not_seen_may_be_there),
		cmocka_unit_test(a_token_may_be_on_any_usb),
		cmocka_unit_test(what_was_found_first_is_the_reason),
		cmocka_unit_test(the_firmwares_picture_is_a_boot_display_too),
		cmocka_unit_test(a_3d_controller_is_no_screen),
		cmocka_unit_test(a_group_is_spoiled_by_drivers_only),
		cmocka_unit_test(drivers_that_hang_are_left_alone),
	};
	struct CMUnitTest tests[2 * COUNT_OF(cases) + COUNT_OF(more)];
	static char names[COUNT_OF(cases)][64];

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		void *initial = (void *)(uintptr_t)&cases[i];

		snprintf(names[i], sizeof(names[i]), "%s, with others allowed",
			cases[i].guard);
		tests[2 * i] = (struct CMUnitTest){
			cases[i].guard, guard_tested, NULL, NULL, initial};
		tests[2 * i + 1] = (struct CMUnitTest){
			names[i], guard_stands_alone, NULL, NULL, initial};
	}
	memcpy(tests + 2 * COUNT_OF(cases), more, sizeof(more));
	return cmocka_run_group_tests(tests, NULL, NULL);
}
