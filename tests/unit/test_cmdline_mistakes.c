/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Where a mistake on the command line stands, and what was perhaps meant. */

#include <string.h>

#include "fixture.h"

/* The column is the one of the line as the user sees it, whichever quotes were taken away. */
static void columns_count_the_quotes(void **state)
{
	static const struct {
		const char *line;
		unsigned int rule, problem; /* columns, 0: there is none */
		const char *word;
	} cases[] = {
		{"vfio_prebind.bind=01:00.0,zz", 19, 27, "zz"},
		{"vfio_prebind.bind=\"01:00.0,zz\"", 20, 28, "zz"},
		{"vfio_prebind.bind=\"01:00.0,zz", 20, 28, "zz"},
		{"\"vfio_prebind.bind=01:00.0,zz\"", 20, 28, "zz"},
		{"\"vfio_prebind.bind=\"01:00.0,zz", 21, 29, "zz"},
		{"ro vfio_prebind.bind=\"01:00.0,01:00.1+al\"", 23, 39, "al"},
		{"vfio-pci.ids=\"10de:2820,zz\"", 15, 25, "zz"},
		{"vfio_prebind.enable=\"maybe\"", 0, 22, "maybe"},
		{"vfio_prebind.bnid=\"01:00.0\"", 0, 14, "bnid"},
		{"\"vfio_prebind.bnid=01:00.0\"", 0, 15, "bnid"},
		{"vfio_prebind.skip=\"\"", 0, 14, "skip"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		FIXTURE(fixture);
		const struct vpb_request *request = &fixture.request;

		fixture_cmdline(&fixture, cases[i].line);
		assert_int_equal(request->problem_count, 1);
		assert_string_equal(request->problems[0].word, cases[i].word);
		assert_int_equal(request->problems[0].origin.column, cases[i].problem);
		if (cases[i].rule)
			assert_int_equal(request->rules[0].origin.column, cases[i].rule);
		else
			assert_int_equal(request->rule_count, 0);
	}
}

/* Our name and no key of ours after it: named, with what was perhaps meant, and nothing is bound. */
static void a_word_without_its_dot_is_named(void **state)
{
	static const struct {
		const char *word, *key, *meant; /* NULL: it is not ours */
	} cases[] = {
		{"vfio_prebind=0", "vfio_prebind", "'vfio_prebind.enable=0'"},
		{"vfio-prebind=0", "vfio-prebind", "'vfio_prebind.enable=0'"},
		{"vfio_prebind=off", "vfio_prebind", "'vfio_prebind.enable=off'"},
		{"\"vfio_prebind=0\"", "vfio_prebind", "'vfio_prebind.enable=0'"},
		{"vfio_prebind=01:00.0", "vfio_prebind", "'vfio_prebind.bind=01:00.0'"},
		{"vfio-prebind=\"10de:\"", "vfio-prebind", "'vfio_prebind.bind=10de:'"},
		{"vfio_prebind", "vfio_prebind",
			"vfio_prebind.enable=0, which binds nothing"},
		{"vfio_prebind=", "vfio_prebind",
			"vfio_prebind.enable=0, which binds nothing"},
		{"vfio_prebind=dark", "vfio_prebind",
			"vfio_prebind.enable=0, which binds"},
		{"vfio_prebind_enable=0", "vfio_prebind_enable",
			"'vfio_prebind.enable=0'"},
		{"vfio-prebind-bind=01:00.0", "vfio-prebind-bind",
			"'vfio_prebind.bind=01:00.0'"},
		{"vfio_prebind:skip=01:00.0", "vfio_prebind:skip",
			"'vfio_prebind.skip=01:00.0'"},
		{"vfio_prebind_x=0", "vfio_prebind_x", "which binds nothing"},
		{"vfio_prebindx=0", "vfio_prebindx", "which binds nothing"},
		{"vfioprebind.enable=0", "vfioprebind.enable", "'vfio_prebind.enable=0'"},
		{"VFIO_PREBIND.ENABLE=0", "VFIO_PREBIND.ENABLE",
			"'vfio_prebind.enable=0'"},
		{"rd.vfio_prebind.enable=0", "rd.vfio_prebind.enable",
			"'vfio_prebind.enable=0'"},
		{"vfio_prebind.disable=1", "disable", "which binds nothing"},
		{"vfio_prebind.enabled=0", "enabled", "which binds nothing"},
		{"vfio_prebind.enable", "enable", "vfio_prebind.enable=0"},
		{"vfio_prebind.enable=maybe", "maybe", "vfio_prebind.enable=0"},
		{"-- vfio_prebind.enable=0", "vfio_prebind.enable=0", "before the '--'"},
		{"vfio_prebnd.enable=0", "vfio_prebnd.enable", "'vfio_prebind.enable=0'"},
		{"vfio-preblind.enable=0", "vfio-preblind.enable",
			"'vfio_prebind.enable=0'"},
		{"novfio_prebind", "novfio_prebind", "which binds nothing"},
		{"prebind.enable=0", "prebind.enable", "'vfio_prebind.enable=0'"},
		{"vfio-prebin=0", "vfio-prebin", "'vfio_prebind.enable=0'"},
		{"xvfio_prebind=0", "xvfio_prebind", "'vfio_prebind.enable=0'"},
		{"vfio_virqfd.x=1", NULL, NULL},
		{"vfio_iommu_type1.allow_unsafe_interrupts=1", NULL, NULL},
		{"vfio_pre=0", NULL, NULL},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		FIXTURE(fixture);
		const struct vpb_request *request = &fixture.request;

		fixture_cmdline(&fixture, cases[i].word);
		assert_int_equal(request->rule_count, 0);
		assert_false(request->disabled);
		assert_int_equal(request->problem_count, cases[i].key ? 1 : 0);
		assert_int_equal(!!request->mistaken, !!cases[i].key);
		if (!cases[i].key)
			continue;
		assert_false(vpb_request_is_active(request));
		assert_string_equal(request->problems[0].word, cases[i].key);
		assert_int_equal(request->problems[0].origin.column,
			strstr(cases[i].word, cases[i].key) - cases[i].word + 1);
		if (!strstr(request->problems[0].fix, cases[i].meant))
			fail_msg("%s: %s", cases[i].word, request->problems[0].fix);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_count_the_quotes),
		cmocka_unit_test(a_word_without_its_dot_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
