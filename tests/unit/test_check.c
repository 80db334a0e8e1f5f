/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "fixture.h"

#define OTHER "00:02.0 8086:a780 0300\n"
#define CARD \
	OTHER "01:00.0 10de:2820 0300\n" \
	      "01:00.1 10de:22bd 0403\n" \
	      "01:00.2 10de:1ada 0c03\n"

static void all_is_well(void **state)
{
	(void)state;
	assert_check(CARD, "bind 01:00.0", "01:00.0 01:00.1 01:00.2", "");
}

static void a_selectors_verdict_drops_its_claim_only(void **state)
{
	(void)state;
	/* The wrong identity of one rule is not the other rule's. */
	assert_check(CARD, "bind 01:00.0=10de:ffff\nbind 01:00.0=10de:2820",
		"01:00.0 01:00.1 01:00.2", "warn identity 01:00.0\n");
	assert_check(CARD, "bind 01:00.0=10de:2820\nbind 01:00.0=10de:ffff",
		"01:00.0 01:00.1 01:00.2", "warn identity 01:00.0\n");
	/* One of two twins is named by its place as well. */
	assert_check(OTHER "01:00.0 10de:2820 0300\n02:00.0 10de:2820 0300",
		"bind 10de:2820\nbind 02:00.0", "02:00.0",
		"refuse twin 01:00.0\nwarn twin 02:00.0\n");
}

static void a_devices_verdict_drops_every_claim(void **state)
{
	(void)state;
	assert_check(OTHER "01:00.0 10de:2820 0300 boot-vga",
		"bind 01:00.0\nbind 10de:2820\nbind 10de::0300", "",
		"refuse boot-display 01:00.0\n");
}

static void companions_go_with_their_display(void **state)
{
	(void)state;
	assert_check(OTHER "01:00.0 10de:2820 0300 boot-vga\n01:00.1 10de:22bd 0403",
		"bind 01:00.0", "", "refuse boot-display 01:00.0\n");
	assert_check(CARD, "bind 01:00.0=10de:ffff", "", "refuse identity 01:00.0\n");
}

/* The rule that is dropped had brought them; the one that stands wants none. */
static void companions_go_with_the_claim_that_brought_them(void **state)
{
	(void)state;
	assert_check(CARD, "bind 01:00.0=10de:ffff\nbind 01:00.0 companions=none",
		"01:00.0", "warn identity 01:00.0\n");
	assert_check(CARD, "bind 01:00.0=10de:ffff companions=none\nbind 01:00.0",
		"01:00.0 01:00.1 01:00.2", "warn identity 01:00.0\n");
}

/* Named by a rule of its own, audio stays selected when its display is refused. */
static void what_is_named_itself_needs_no_display(void **state)
{
	(void)state;
	assert_check(OTHER "01:00.0 10de:2820 0300 boot-vga\n01:00.1 10de:22bd 0403",
		"bind 01:00.0\nbind 01:00.1", "01:00.1", "refuse boot-display 01:00.0\n");
}

static void a_refused_companion_leaves_its_display(void **state)
{
	(void)state;
	assert_check(OTHER "01:00.0 10de:2820 0300\n01:00.1 10de:22bd 0403 no-group\n"
			   "01:00.2 10de:1ada 0c03\n",
		"bind 01:00.0", "01:00.0 01:00.2", "warn no-iommu 01:00.1\n");
}

/* USB of a card comes early as a companion, and only so. */
static void usb_is_early_only_as_a_companion(void **state)
{
	(void)state;
	assert_check(CARD, "bind 01:00.2", "", "note late 01:00.2\n");
	assert_check(CARD, "bind 01:00.0\nbind 01:00.2", "01:00.0 01:00.1 01:00.2", "");
	assert_check(CARD, "bind 01:00.2\nbind 01:00.0", "01:00.0 01:00.1 01:00.2", "");
}

/* Its display refused, nobody knows any more that it carries no keyboard. */
static void usb_of_a_refused_display_is_late_again(void **state)
{
	static const char devices[] = OTHER "01:00.0 10de:2820 0300 boot-vga\n"
					    "01:00.2 10de:1ada 0c03\n";

	(void)state;
	assert_check(devices, "bind 01:00.0\nbind 01:00.2", "",
		"refuse boot-display 01:00.0\nnote late 01:00.2\n");
	assert_check("01:00.0 10de:2820 0300\n01:00.2 10de:1ada 0c03\n",
		"bind 01:00.2\nbind 01:00.0", "",
		"refuse last-display 01:00.0\nnote late 01:00.2\n");
}

static void of_two_cards_neither_is_taken(void **state)
{
	static const char two[] = "01:00.0 10de:2820 0300\n02:00.0 1002:73df 0300";
	static const char found[] = "refuse last-display 01:00.0\n"
				    "refuse last-display 02:00.0\n";

	(void)state;
	assert_check(two, "bind 01:00.0\nbind 02:00.0", "", found);
	assert_check(two, "bind 02:00.0\nbind 01:00.0", "",
		"refuse last-display 02:00.0\nrefuse last-display 01:00.0\n");
	assert_check(two, "bind ::0300 all", "", found);
	assert_check(two, "bind 02:00.0", "02:00.0", "");
	/* One of them allowed: the other is what would be the last. */
	assert_check(two, "bind 01:00.0 allow=last-display\nbind 02:00.0", "01:00.0",
		"note last-display 01:00.0\nrefuse last-display 02:00.0\n");
}

/* What the host cannot show anything on is no display that is left. */
static void a_display_that_is_no_use_is_not_left(void **state)
{
	static const char refused[] = "refuse last-display 01:00.0\n";

	(void)state;
	/* The second head of the chip; in another slot it is a card of its own. */
	assert_check("01:00.0 1002:5b60 0300\n01:00.1 1002:5b70 0380", "bind 01:00.0", "",
		refused);
	assert_check("01:00.0 1002:5b60 0300\n02:00.0 1002:5b70 0380", "bind 01:00.0",
		"01:00.0", "");
	assert_check("01:00.0 1002:5b60 0300\n01:00.1 1002:5b70 0380\n" OTHER,
		"bind 01:00.0\nbind 01:00.1", "01:00.0 01:00.1", "");
	/* One that another tool's override keeps from all drivers, asked for or not. */
	assert_check("01:00.0 10de:2820 0300\n02:00.0 1002:73df 0300 override=none",
		"bind 01:00.0", "", refused);
	assert_check("01:00.0 10de:2820 0300\n02:00.0 1002:73df 0300 override=vfio-pci",
		"bind 01:00.0", "", refused);
	assert_check("01:00.0 10de:2820 0300\n"
		     "02:00.0 1002:73df 0300 driver=amdgpu override=amdgpu",
		"bind 01:00.0", "01:00.0", "");
}

/* A card that was refused before is left, and counts as a display of the host. */
static void a_refused_card_is_a_display_that_is_left(void **state)
{
	(void)state;
	assert_check("01:00.0 10de:2820 0300\n02:00.0 1002:73df 0300 boot-vga",
		"bind 01:00.0\nbind 02:00.0", "01:00.0", "refuse boot-display 02:00.0\n");
	assert_check("01:00.0 10de:2820 0300 boot-vga\n02:00.0 1002:73df 0300",
		"bind 01:00.0\nbind 02:00.0", "02:00.0", "refuse boot-display 01:00.0\n");
}

/* A device-scope allow of any rule applies to the device, a selector's to its own rule. */
static void allow_has_its_guards_scope(void **state)
{
	static const char devices[] = OTHER "01:00.0 10de:2820 0300 boot-vga";

	(void)state;
	assert_check(devices, "bind 01:00.0\nbind 10de:2820 allow=boot-display",
		"01:00.0", "note boot-display 01:00.0\n");
	assert_check(OTHER "01:00.0 10de:2820 0300",
		"bind 01:00.0=10de:ffff\nbind 01:00.0=10de:fffe allow=identity",
		"01:00.0", "warn identity 01:00.0\nnote identity 01:00.0\n");
	assert_check(OTHER "01:00.0 10de:2820 0300 boot-vga",
		"bind 01:00.0=10de:ffff allow=boot-display\nbind 01:00.0", "",
		"refuse identity 01:00.0\nrefuse boot-display 01:00.0\n");
	/* For its companions as well. */
	assert_check(OTHER "01:00.0 10de:2820 0300\n01:00.1 10de:22bd 0403 vfs=2",
		"bind 01:00.0 allow=pf-with-vfs", "01:00.0 01:00.1",
		"note pf-with-vfs 01:00.1\n");
}

/* Somebody else decides about these; a warning, and the display is taken without its audio. */
static void a_foreign_override_is_respected(void **state)
{
	(void)state;
	assert_check(OTHER "01:00.0 10de:2820 0300\n"
			   "01:00.1 10de:22bd 0403 override=snd_hda_intel\n",
		"bind 01:00.0", "01:00.0", "warn foreign 01:00.1\n");
	assert_check(OTHER "01:00.0 10de:2820 0300 override=pci-stub\n"
			   "01:00.1 10de:22bd 0403\n",
		"bind 01:00.0", "", "warn foreign 01:00.0\n");
}

/* A published guide's line works, and its twins are told. */
static void twins_of_vfio_ids_are_a_warning(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_devices(&fixture, OTHER "01:00.0 10de:2820 0300\n01:00.1 10de:22bd 0403\n"
					"02:00.0 10de:2820 0300 boot-vga\n");
	fixture_cmdline(&fixture, "vfio-pci.ids=10de:2820");
	fixture_check(&fixture);
	assert_string_equal(fixture_show_findings(&fixture),
		"warn twin 01:00.0\nrefuse boot-display 02:00.0\n");
	assert_string_equal(fixture_show_taken(&fixture), "01:00.0 01:00.1");
}

static void what_modprobe_is_told_is_reported(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_devices(&fixture, CARD);
	fixture.snapshot.blacklisted = true;
	fixture.snapshot.install_command = strdup("/usr/local/bin/bind-gpu");
	fixture.snapshot.odd_config = strdup("/etc/modprobe.d/pipe.conf");
	fixture_config(&fixture, "bind 01:00.1");
	fixture_check(&fixture);
	assert_string_equal(fixture_show_findings(&fixture),
		"warn foreign -\nwarn foreign -\nwarn foreign -\n");
	assert_non_null(
		strstr(fixture.findings.items[1].reason, "/usr/local/bin/bind-gpu"));
	assert_non_null(
		strstr(fixture.findings.items[2].reason, "pipe.conf is not a regular"));
	assert_string_equal(fixture_show_taken(&fixture), "01:00.1");
}

static void each_device_is_found_once_a_guard(void **state)
{
	(void)state;
	assert_check(OTHER
		"01:00.0 10de:2820 0300 no-group\n01:00.1 10de:22bd 0403 no-group",
		"bind 01:00.0\nbind 10de:2820\nbind 01:00.1", "",
		"refuse no-iommu 01:00.0\nwarn no-iommu 01:00.1\n");
}

static void a_rule_without_a_device_is_told(void **state)
{
	FIXTURE(fixture);
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

	(void)state;
	assert_check(CARD, "bind 0b:00.0\nbind 01:00.1\nskip 0c:00.0", "01:00.1",
		"warn unmatched -\nwarn unmatched -\n");
	/* A device that another rule excludes is there anyway. */
	assert_check(CARD, "bind 01:00.1\nskip 01:00.1", "", "");

	fixture_devices(&fixture, CARD);
	fixture_config(&fixture, "\nbind 10de:2226 all");
	fixture_check(&fixture);
	vpb_finding_add_lines(&fixture.findings.items[0], &fixture.snapshot, "  ", &line);
	assert_string_equal(line.data,
		"  config:2:6: warning: no device is '10de:2226' [unmatched]\n"
		"    fix: look for it with 'lspci -nn'\n");
}

static void what_made_no_sense_is_told(void **state)
{
	FIXTURE(fixture);
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

	(void)state;
	fixture_devices(&fixture, CARD);
	fixture_config(&fixture, "bind 01:00.0 al\nbind 01:00.1\n");
	fixture_check(&fixture);
	assert_string_equal(fixture_show_findings(&fixture), "warn syntax -\n");
	assert_string_equal(fixture_show_taken(&fixture), "01:00.1");
	vpb_finding_describe(&fixture.findings.items[0], &fixture.snapshot, &line);
	assert_memory_equal(line.data, "config:1:14: warning: 'al': ", 28);
}

static void a_refusal_says_place_device_reason_and_fix(void **state)
{
	FIXTURE(fixture);
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

	(void)state;
	fixture_devices(&fixture, OTHER "01:00.0 10de:2820 0300 vfs=7");
	fixture_config(&fixture, "bind 01:00.0");
	fixture_check(&fixture);
	vpb_finding_add_lines(&fixture.findings.items[0], &fixture.snapshot, "", &line);
	assert_string_equal(line.data,
		"config:1:6: refused: 0000:01:00.0 has 7 virtual functions, which would "
		"disappear [pf-with-vfs]\n"
		"  fix: turn them off first, or name one of them\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_is_well),
		cmocka_unit_test(a_selectors_verdict_drops_its_claim_only),
		cmocka_unit_test(a_devices_verdict_drops_every_claim),
		cmocka_unit_test(companions_go_with_their_display),
		cmocka_unit_test(companions_go_with_the_claim_that_brought_them),
		cmocka_unit_test(what_is_named_itself_needs_no_display),
		cmocka_unit_test(a_refused_companion_leaves_its_display),
		cmocka_unit_test(usb_is_early_only_as_a_companion),
		cmocka_unit_test(usb_of_a_refused_display_is_late_again),
		cmocka_unit_test(of_two_cards_neither_is_taken),
		cmocka_unit_test(a_display_that_is_no_use_is_not_left),
		cmocka_unit_test(a_refused_card_is_a_display_that_is_left),
		cmocka_unit_test(allow_has_its_guards_scope),
		cmocka_unit_test(a_foreign_override_is_respected),
		cmocka_unit_test(twins_of_vfio_ids_are_a_warning),
		cmocka_unit_test(what_modprobe_is_told_is_reported),
		cmocka_unit_test(each_device_is_found_once_a_guard),
		cmocka_unit_test(a_rule_without_a_device_is_told),
		cmocka_unit_test(what_made_no_sense_is_told),
		cmocka_unit_test(a_refusal_says_place_device_reason_and_fix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
