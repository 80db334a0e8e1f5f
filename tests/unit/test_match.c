/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "fixture.h"

/* An NVIDIA card with four functions, a second graphics card, an APU, bridges above. */
#define MACHINE \
	"00:01.0 8086:460d 0604 bridge\n" \
	"00:02.0 8086:a780 0300 driver=i915 prog-if=00\n" \
	"01:00.0 10de:2820 0300 parent=00:01.0 sub=1d05:1178\n" \
	"01:00.1 10de:22bd 0403 parent=00:01.0\n" \
	"01:00.2 10de:1ada 0c03 parent=00:01.0 prog-if=30\n" \
	"01:00.3 10de:1adb 0c80 parent=00:01.0\n" \
	"05:00.0 1002:1638 0300 boot-vga\n" \
	"05:00.1 1002:1637 0403\n" \
	"05:00.2 1022:15df 1080\n" \
	"05:00.3 1022:1639 0c03\n" \
	"05:00.6 1022:15e3 0403\n"

static void assert_matched(const char *devices, const char *config, const char *taken)
{
	FIXTURE(fixture);

	fixture_devices(&fixture, devices);
	fixture_config(&fixture, config);
	assert_string_equal(fixture_show_problems(&fixture), "");
	fixture_match(&fixture);
	assert_string_equal(fixture_show_taken(&fixture), taken);
}

static void an_address_names_one_function(void **state)
{
	(void)state;
	assert_matched(MACHINE, "bind 01:00.1", "01:00.1");
	assert_matched(MACHINE, "bind 0000:01:00.2", "01:00.2");
	assert_matched(MACHINE, "bind 0001:01:00.1", "");
	assert_matched(MACHINE, "bind 01:00.4", "");
}

static void an_identity_is_not_looked_at_here(void **state)
{
	(void)state;
	assert_matched(MACHINE, "bind 01:00.1=dead:beef", "01:00.1");
}

static void each_field_of_an_id_counts(void **state)
{
	(void)state;
	assert_matched(MACHINE, "bind 10de:22bd", "01:00.1");
	assert_matched(MACHINE, "bind 10de:22be", "");
	assert_matched(MACHINE, "bind 10df:22bd", "");
	assert_matched(
		MACHINE, "bind 10de: companions=none", "01:00.0 01:00.1 01:00.2 01:00.3");
	assert_matched(MACHINE, "bind 10de::0300 companions=none", "01:00.0");
	assert_matched(MACHINE, "bind ::0403", "01:00.1 05:00.1 05:00.6");
	assert_matched(MACHINE, "bind ::0c03:30", "01:00.2");
	assert_matched(MACHINE, "bind 10de::0c03:31", "");
	assert_matched(MACHINE, "bind 10de:22bd:0300", "");
}

static void vfio_ids_match_subsystem_and_masked_class(void **state)
{
	static const struct {
		const char *item, *taken;
	} cases[] = {
		{"10de:2820", "01:00.0 01:00.1 01:00.2 01:00.3"},
		{"10de:2820:1d05", "01:00.0 01:00.1 01:00.2 01:00.3"},
		{"10de:2820:1d05:1178", "01:00.0 01:00.1 01:00.2 01:00.3"},
		{"10de:2820:1d05:1179", ""},
		{"10de:2820:1d06", ""},
		{"1002:ffffffff:ffffffff:ffffffff:040300:ffffff", "05:00.1"},
		{"1022:ffffffff:ffffffff:ffffffff:0c0000:ff0000", "05:00.3"},
		{"1022:ffffffff:ffffffff:ffffffff:0d0000:ff0000", ""},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		FIXTURE(fixture);
		char line[128];

		snprintf(line, sizeof(line), "vfio-pci.ids=%s", cases[i].item);
		fixture_devices(&fixture, MACHINE);
		fixture_cmdline(&fixture, line);
		fixture_match(&fixture);
		assert_string_equal(fixture_show_taken(&fixture), cases[i].taken);
	}
}

static void a_path_is_followed_upwards(void **state)
{
	static const char devices[] = "00:01.0 8086:460d 0604\n"
				      "01:00.0 8086:4fa1 0604 parent=00:01.0\n"
				      "02:01.0 8086:4fa4 0604 parent=01:00.0\n"
				      "02:04.0 8086:4fa4 0604 parent=01:00.0\n"
				      "03:00.0 10de:22bd 0403 parent=02:01.0\n"
				      "04:00.0 10de:22bd 0403 parent=02:04.0\n"
				      "05:00.0 10de:22bd 0403 parent=00:1f.0\n";

	(void)state;
	assert_matched(devices, "bind 00:01.0/00.0/01.0/00.0", "03:00.0");
	assert_matched(devices, "bind 00:01.0/00.0/04.0/00.0", "04:00.0");
	assert_matched(devices, "bind 01:00.0/04.0/00.0", "04:00.0");
	assert_matched(devices, "bind 00:01.0/00.0/04.0/00.1", "");
	assert_matched(devices, "bind 00:01.1/00.0/04.0/00.0", "");
	assert_matched(devices, "bind 00:01.0/00.0/05.0/00.0", "");
	assert_matched(devices, "bind 0001:00:01.0/00.0/04.0/00.0", "");
	/* The bridge above is not in the snapshot. */
	assert_matched(devices, "bind 00:1f.0/00.0", "");
}

static void a_display_brings_its_companions(void **state)
{
	(void)state;
	assert_matched(MACHINE, "bind 01:00.0", "01:00.0 01:00.1 01:00.2 01:00.3");
	assert_matched(MACHINE, "bind 01:00.0 companions=none", "01:00.0");
	assert_matched(MACHINE, "bind 10de:2820", "01:00.0 01:00.1 01:00.2 01:00.3");
}

static void others_of_the_slot_stay(void **state)
{
	(void)state;
	/* An APU: its security processor and the keyboard's USB are of another vendor. */
	assert_matched(MACHINE, "bind 05:00.0", "05:00.0 05:00.1");
	/* No display, no companions. */
	assert_matched(MACHINE, "bind 01:00.1", "01:00.1");
	assert_matched("01:00.0 10de:2820 0302\n01:00.1 10de:22bd 0403\n"
		       "01:00.2 10de:0001 0c05\n01:00.3 10de:0002 0300 vf\n"
		       "01:00.4 10de:0003 0403 vf\n",
		"bind 01:00.0", "01:00.0 01:00.1");
	assert_matched("01:00.0 10de:2820 0300 vf\n01:00.1 10de:22bd 0403\n",
		"bind 01:00.0", "01:00.0");
}

/* Intel's Arc: the card has a switch, display and audio are below it in slots of their own. */
#define ARC \
	"00:01.0 8086:460d 0604\n" \
	"01:00.0 8086:4fa1 0604 parent=00:01.0\n" \
	"02:01.0 8086:4fa4 0604 parent=01:00.0\n" \
	"02:04.0 8086:4fa4 0604 parent=01:00.0\n" \
	"03:00.0 8086:56a0 0300 parent=02:01.0\n"

static void audio_below_the_cards_switch_comes_along(void **state)
{
	(void)state;
	assert_matched(ARC "04:00.0 8086:4f90 0403 parent=02:04.0\n", "bind 03:00.0",
		"03:00.0 04:00.0");
	assert_matched(ARC "04:00.0 8086:4f90 0403 parent=02:04.0\n",
		"bind 03:00.0 companions=none", "03:00.0");
	assert_matched(ARC "04:00.0 8086:4f90 0403 parent=02:04.0\n",
		"bind 03:00.0\nskip 04:00.0", "03:00.0");
	assert_matched(
		ARC "04:00.0 10de:22bd 0403 parent=02:04.0\n", "bind 03:00.0", "03:00.0");
	assert_matched(
		ARC "04:00.0 8086:15f0 0200 parent=02:04.0\n", "bind 03:00.0", "03:00.0");
	/* The chipset's audio is the same vendor's, and elsewhere. */
	assert_matched(ARC "00:1f.3 8086:7ad0 0403\n", "bind 03:00.0", "03:00.0");
}

/* The mainboard's switch holds cards that are none of each other's business. */
static void audio_below_the_mainboards_switch_stays(void **state)
{
	(void)state;
	assert_matched("00:01.0 1022:1480 0604\n"
		       "01:00.0 1022:57ad 0604 parent=00:01.0\n"
		       "02:01.0 1022:57a3 0604 parent=01:00.0\n"
		       "02:04.0 1022:57a3 0604 parent=01:00.0\n"
		       "03:00.0 10de:2820 0300 parent=02:01.0\n"
		       "04:00.0 10de:22bd 0403 parent=02:04.0\n",
		"bind 03:00.0", "03:00.0");
	/* Root ports of one vendor's chipset are no card. */
	assert_matched("00:01.0 8086:0001 0604\n00:02.0 8086:0002 0604\n"
		       "01:00.0 8086:56a0 0300 parent=00:01.0\n"
		       "02:00.0 8086:4f90 0403 parent=00:02.0\n",
		"bind 01:00.0", "01:00.0");
}

static void skip_wins_wherever_it_stands(void **state)
{
	(void)state;
	assert_matched(MACHINE, "skip 01:00.1\nbind 01:00.0", "01:00.0 01:00.2 01:00.3");
	assert_matched(MACHINE, "bind 01:00.0\nskip 01:00.1", "01:00.0 01:00.2 01:00.3");
	assert_matched(MACHINE, "bind 10de:\nskip ::0300", "01:00.1 01:00.2 01:00.3");
	/* A display that is skipped brings nothing along. */
	assert_matched(MACHINE, "bind 01:00.0\nskip 01:00.0", "");
}

static void a_rule_knows_whether_its_device_is_there(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_devices(&fixture, MACHINE);
	fixture_config(&fixture, "bind 01:00.0\nbind 0b:00.0\nskip 05:00.0\n"
				 "skip 0c:00.0\nbind 05:00.0\n");
	fixture_match(&fixture);
	assert_true(fixture.selection.rule_matched[0]);
	assert_false(fixture.selection.rule_matched[1]);
	assert_true(fixture.selection.rule_matched[2]);
	assert_false(fixture.selection.rule_matched[3]);
	assert_true(fixture.selection.rule_matched[4]);
}

static void claims_come_in_the_order_of_the_rules(void **state)
{
	FIXTURE(fixture);
	const struct vpb_claim *claims;

	(void)state;
	fixture_devices(&fixture, MACHINE);
	fixture_config(&fixture, "bind 01:00.1\nbind 01:00.0\n");
	fixture_match(&fixture);
	claims = fixture.selection.claims;
	assert_int_equal(fixture.selection.claim_count, 5);
	assert_int_equal(claims[0].device, 3);
	assert_false(claims[0].is_companion);
	assert_int_equal(claims[1].device, 2);
	assert_int_equal(claims[1].rule, 1);
	for (size_t i = 2; i < 5; i++) {
		assert_true(claims[i].is_companion);
		assert_int_equal(claims[i].display, 2);
		assert_int_equal(claims[i].rule, 1);
	}
}

static void nothing_matches_nothing(void **state)
{
	(void)state;
	assert_matched("", "bind 01:00.0", "");
	assert_matched(MACHINE, "", "");
	assert_matched("", "", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_names_one_function),
		cmocka_unit_test(an_identity_is_not_looked_at_here),
		cmocka_unit_test(each_field_of_an_id_counts),
		cmocka_unit_test(vfio_ids_match_subsystem_and_masked_class),
		cmocka_unit_test(a_path_is_followed_upwards),
		cmocka_unit_test(a_display_brings_its_companions),
		cmocka_unit_test(others_of_the_slot_stay),
		cmocka_unit_test(audio_below_the_cards_switch_comes_along),
		cmocka_unit_test(audio_below_the_mainboards_switch_stays),
		cmocka_unit_test(skip_wins_wherever_it_stands),
		cmocka_unit_test(a_rule_knows_whether_its_device_is_there),
		cmocka_unit_test(claims_come_in_the_order_of_the_rules),
		cmocka_unit_test(nothing_matches_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
