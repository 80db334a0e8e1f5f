/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What a skip protects, and what is said of one that is not plain. */

#include <stdio.h>
#include <string.h>

#include "fixture.h"

/* What is too much for a skip is told once, and what it protects stays protected. */
static void a_skip_takes_no_words_and_still_counts(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_config(&fixture, "skip 01:00.0 all\n"
				 "skip 01:00.1\tcompanions=none\n"
				 "skip 01:00.2  allow=twin all\n"
				 "skip 01:00.3 02:00.0\n");
	assert_string_equal(fixture_show_problems(&fixture),
		"config:1:14: 'all'\n"
		"config:2:14: 'companions=none'\n"
		"config:3:15: 'allow=twin'\n");
	assert_int_equal(fixture.request.rule_count, 5);
	for (size_t i = 0; i < 5; i++) {
		const struct vpb_rule *rule = &fixture.request.rules[i];

		assert_int_equal(rule->verb, VPB_VERB_SKIP);
		assert_int_equal(rule->origin.line, i < 4 ? i + 1 : 4);
		assert_false(rule->all || rule->no_companions || rule->allow);
	}
	assert_false(fixture.request.has_unread_skip);
	fixture_cmdline(&fixture, "vfio_prebind.skip=01:00.4+all,02:00.0");
	assert_int_equal(fixture.request.problem_count, 4);
	assert_int_equal(fixture.request.problems[3].origin.column, 27);
	assert_int_equal(fixture.request.rule_count, 7);
}

/* Mistyped, it keeps what can be read; what cannot keeps back what an id alone selects. */
static void a_mistyped_skip_still_protects(void **state)
{
	static const struct {
		const char *line;
		const char *taken; /* beside it: bind 10de: all, and bind 02:00.0 */
	} cases[] = {
		{"", "01:00.0 01:00.1 02:00.0"},
		{"skip 01:00.0", "01:00.1 02:00.0"},
		{"SKIP 01:00.0", "01:00.1 02:00.0"},
		{"Skip: 01:00.0", "01:00.1 02:00.0"},
		{"\"skip\" '01:00.0'", "01:00.1 02:00.0"},
		{"skip 01:00.0,01:00.1", "02:00.0"},
		{"skip 01:00.0, 01:00.1", "02:00.0"},
		{"skip 01:00.0=10de:zz", "01:00.1 02:00.0"},
		{"skip 01:00.0=", "01:00.1 02:00.0"},
		{"skip 1:0.0", "02:00.0"},
		{"skip 01:00.0 zz", "02:00.0"},
		{"skip", "02:00.0"},
		{"skpi 01:00.0", "02:00.0"},
		{"[skip] 01:00.0", "02:00.0"},
		{"ignore 01:00.0", "02:00.0"},
		{"unbind 01:00.0", "02:00.0"},
		{"dont bind 01:00.0", "02:00.0"},
		{"bind !01:00.0", "02:00.0"},
		{"bind -01:00.0", "02:00.0"},
		{"bidn 01:00.0", "01:00.0 01:00.1 02:00.0"},
		{"BIND 01:00.0", "01:00.0 01:00.1 02:00.0"},
	};

	(void)state;
	for (size_t i = 0; i < 2 * COUNT_OF(cases); i++) {
		FIXTURE(fixture);
		char config[128];

		/* Every other one after a byte order mark. */
		snprintf(config, sizeof(config), "%s%s\nbind 10de: all\nbind 02:00.0\n",
			i % 2 ? "\xef\xbb\xbf" : "", cases[i / 2].line);
		fixture_devices(&fixture, "00:02.0 8086:a780 0300 boot-vga\n"
					  "01:00.0 10de:2820 0302\n"
					  "01:00.1 10de:22bd 0403\n"
					  "02:00.0 8086:1563 0200\n");
		fixture_config(&fixture, config);
		fixture_check(&fixture);
		if (strcmp(fixture_show_taken(&fixture), cases[i / 2].taken) != 0)
			fail_msg("'%s': %s", cases[i / 2].line,
				fixture_show_taken(&fixture));
	}
}

#define TWINS \
	"0b:00.0 10de:2487 0300 sub=1043:8813\n" \
	"0b:00.1 10de:228b 0403 sub=1043:8813\n" \
	"0c:00.0 10de:2487 0300 sub=3842:3657\n" \
	"0c:00.1 10de:228b 0403 sub=3842:3657\n"

/* The place is protected whatever is there; the device too, where it is not at its place. */
static void a_skip_protects_the_place_and_the_device(void **state)
{
	static const struct {
		const char *skip, *taken, *findings;
	} cases[] = {
		/* It is where it should be: its twin is no matter of this skip. */
		{"0b:00.0=10de:2487", "0c:00.0 0c:00.1", ""},
		{"0b:00.0=10de:2487:1043:8813", "0c:00.0 0c:00.1", ""},
		/* The cards were swapped: either may be meant. */
		{"0b:00.0=10de:2487:3842:3657", "", "warn moved 0b:00.0\n"},
		/* Nothing has the identity: then it is the place that is left. */
		{"0b:00.0=1002:73df", "0c:00.0 0c:00.1", "warn moved 0b:00.0\n"},
		/* Nothing is at the place: then it is the device. */
		{"0d:00.0=10de:2487:3842:3657", "0b:00.0 0b:00.1", "warn unmatched -\n"},
		{"0d:00.0=10de:2487", "", "warn unmatched -\n"},
		{"00:01.0/00.0=10de:2487", "", "warn unmatched -\n"},
		/* A companion as well. */
		{"0b:00.0=10de:228b:3842:3657", "0c:00.0", "warn moved 0b:00.0\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		char config[128];

		snprintf(config, sizeof(config), "bind 10de:2487\nskip %s\n",
			cases[i].skip);
		assert_check(TWINS, config, cases[i].taken, cases[i].findings);
	}
}

/* Its place holds another device, or none: both are left, and that is said once. */
static void a_skip_of_a_moved_device_is_told(void **state)
{
	static const struct {
		const char *skip, *said;
	} cases[] = {
		{"skip 01:00.0=10de:2820", NULL},
		{"skip 01:00.0=10de:2820:1d05:1178", NULL},
		{"skip 01:00.0=10de:22bd",
			"config:2:6: warning: 0000:01:00.0 is 10de:2820, but 10de:22bd was "
			"expected there; it stays with the host, and so does every 10de:22bd "
			"[moved]"},
		{"skip 01:00.0=10de:2820:1d05:1179",
			"config:2:6: warning: 0000:01:00.0 is 10de:2820:1d05:1178, but "
			"10de:2820:1d05:1179 was expected there; it stays with the host, and "
			"so does every 10de:2820:1d05:1179 [moved]"},
		{"skip 02:00.0=10de:22bd",
			"config:2:6: warning: no device is '02:00.0=10de:22bd'; every "
			"10de:22bd stays with the host, wherever it is [unmatched]"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		FIXTURE(fixture);
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
		char config[128];

		snprintf(config, sizeof(config), "bind 05:00.0\n%s", cases[i].skip);
		fixture_devices(&fixture, "00:02.0 8086:a780 0300\n"
					  "01:00.0 10de:2820 0300 sub=1d05:1178\n"
					  "05:00.0 8086:1563 0200\n");
		fixture_config(&fixture, config);
		fixture_check(&fixture);
		assert_string_equal(fixture_show_taken(&fixture), "05:00.0");
		assert_int_equal(fixture.findings.count, cases[i].said ? 1 : 0);
		if (!cases[i].said)
			continue;
		assert_int_equal(fixture.findings.items[0].severity, VPB_WARN);
		assert_false(fixture.findings.items[0].refused);
		vpb_finding_describe(
			&fixture.findings.items[0], &fixture.snapshot, &line);
		assert_string_equal(line.data, cases[i].said);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_skip_takes_no_words_and_still_counts),
		cmocka_unit_test(a_mistyped_skip_still_protects),
		cmocka_unit_test(a_skip_protects_the_place_and_the_device),
		cmocka_unit_test(a_skip_of_a_moved_device_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
