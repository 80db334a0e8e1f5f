/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "../../helper/core/config.h"
#include "../../helper/core/guard.h"
#include "fixture.h"

static void a_line_is_a_rule(void **state)
{
	FIXTURE(fixture);
	const struct vpb_rule *rules;

	(void)state;
	fixture_config(&fixture, "bind 0000:01:00.0=10de:2820\n"
				 "\n"
				 "  # a comment\n"
				 "\tskip  10de:22bd   # another\r\n"
				 "bind 10de:22bd all companions=none");
	assert_string_equal(fixture_show_problems(&fixture), "");
	assert_int_equal(fixture.request.rule_count, 3);
	rules = fixture.request.rules;
	assert_int_equal(rules[0].verb, VPB_VERB_BIND);
	assert_string_equal(rules[0].word, "0000:01:00.0=10de:2820");
	assert_string_equal(rules[0].origin.source, "config");
	assert_int_equal(rules[0].origin.line, 1);
	assert_int_equal(rules[0].origin.column, 6);
	assert_false(rules[0].all || rules[0].no_companions || rules[0].allow);
	assert_int_equal(rules[1].verb, VPB_VERB_SKIP);
	assert_string_equal(rules[1].word, "10de:22bd");
	assert_int_equal(rules[1].origin.line, 4);
	assert_int_equal(rules[1].origin.column, 8);
	assert_int_equal(rules[2].origin.line, 5);
	assert_true(rules[2].all && rules[2].no_companions);
}

static void words_hold_for_their_line_only(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_config(&fixture, "bind 10de:2820 all allow=twin\nbind 10de:22bd\n");
	assert_int_equal(fixture.request.rule_count, 2);
	assert_false(fixture.request.rules[1].all);
	assert_int_equal(fixture.request.rules[1].allow, 0);
}

static void allow_names_guards(void **state)
{
	FIXTURE(fixture);
	uint32_t twin = vpb_guard_bit(vpb_guard_find("twin"));
	uint32_t boot = vpb_guard_bit(vpb_guard_find("boot-display"));

	(void)state;
	fixture_config(&fixture, "bind 01:00.0 allow=twin,boot-display\n"
				 "bind 01:00.0 allow=twin allow=boot-display\n"
				 "bind 01:00.0 allow=twin\n");
	assert_string_equal(fixture_show_problems(&fixture), "");
	assert_int_equal(fixture.request.rules[0].allow, twin | boot);
	assert_int_equal(fixture.request.rules[1].allow, twin | boot);
	assert_int_equal(fixture.request.rules[2].allow, twin);
}

/* Each line is wrong at the word and the column that stand after it. */
static void what_makes_no_sense_is_named_at_its_place(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_config(&fixture, "bnid 01:00.0\n"
				 "  bind\n"
				 "bind # 01:00.0\n"
				 "bind 01:00\n"
				 "bind\t01:00.0   al\n"
				 "bind 01:00.0 allow=twin,nobody\n"
				 "bind 01:00.0 allow=bridge\n"
				 "bind 01:00.0 allow=\n"
				 "bind 01:00.0 companions=\n"
				 "BIND 01:00.0\n"
				 "bind 01:00.0 02:00.0\n"
				 "bind 01:00.0\n");
	assert_string_equal(fixture_show_problems(&fixture),
		"config:1:1: 'bnid'\n"
		"config:2:3: 'bind'\n"
		"config:3:1: 'bind'\n"
		"config:4:6: '01:00'\n"
		"config:5:16: 'al'\n"
		"config:6:14: 'allow=twin,nobody'\n"
		"config:7:14: 'allow=bridge'\n"
		"config:8:14: 'allow='\n"
		"config:9:14: 'companions='\n"
		"config:10:1: 'BIND'\n"
		"config:11:14: '02:00.0'\n");
	assert_int_equal(fixture.request.rule_count, 1);
	assert_int_equal(fixture.request.rules[0].origin.line, 12);
}

static void a_nul_byte_ends_the_file(void **state)
{
	static const char text[] = "bind 01:00.0\n\0bind 02:00.0\n";
	FIXTURE(fixture);

	(void)state;
	assert_int_equal(
		vpb_config_parse(&fixture.request, "config", text, sizeof(text) - 1), 0);
	assert_int_equal(fixture.request.rule_count, 1);
	assert_string_equal(fixture_show_problems(&fixture), "config:2:1: ''\n");
}

static void any_bytes_are_allowed(void **state)
{
	FIXTURE(fixture);
	char bytes[4096];
	uint32_t random = 1;

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++) {
		random = random * 1664525 + 1013904223;
		bytes[i] = (char)(random >> 24);
	}
	memcpy(bytes + sizeof(bytes) - 14, "\nbind 01:00.0\n", 14);
	for (size_t i = 0; i < sizeof(bytes); i++)
		if (!bytes[i])
			bytes[i] = '\n';
	assert_int_equal(
		vpb_config_parse(&fixture.request, "config", bytes, sizeof(bytes)), 0);
	assert_int_equal(fixture.request.rule_count, 1);
	assert_true(fixture.request.problem_count > 0);
}

static void nothing_is_no_rule(void **state)
{
	FIXTURE(fixture);

	(void)state;
	assert_int_equal(vpb_config_parse(&fixture.request, "config", "", 0), 0);
	fixture_config(&fixture, "\n\n \t\n#bind 01:00.0\n");
	assert_int_equal(fixture.request.rule_count, 0);
	assert_int_equal(fixture.request.problem_count, 0);
	assert_false(vpb_request_is_active(&fixture.request));
}

/* Text that is not terminated: nothing beyond its length is looked at. */
static void the_length_counts(void **state)
{
	FIXTURE(fixture);

	(void)state;
	assert_int_equal(
		vpb_config_parse(&fixture.request, "config", "bind 01:00.0XXXX", 12), 0);
	assert_string_equal(fixture_show_problems(&fixture), "");
	assert_int_equal(fixture.request.rule_count, 1);
}

/* Whatever it says, the guards stay: the line that wants more does nothing at all. */
static void a_credential_chooses_and_overrules_nothing(void **state)
{
	static const char text[] = "bind 01:00.0=10de:2820 all companions=none\n"
				   "skip 02:00.0\n"
				   "bind 03:00.0 allow=boot-display\n"
				   "bind 04:00.0 all allow=twin,identity\n";
	FIXTURE(fixture);

	(void)state;
	assert_int_equal(vpb_config_parse_credential(
				 &fixture.request, "credential", text, strlen(text)),
		0);
	assert_string_equal(fixture_show_problems(&fixture),
		"credential:3:14: 'allow=boot-display'\n"
		"credential:4:18: 'allow=twin,identity'\n");
	assert_int_equal(fixture.request.rule_count, 2);
	assert_true(fixture.request.rules[0].all);
	assert_int_equal(fixture.request.rules[0].allow, 0);
	assert_int_equal(fixture.request.rules[1].verb, VPB_VERB_SKIP);
}

static void only_a_bind_rule_makes_a_request_active(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_config(&fixture, "skip 01:00.0\n");
	assert_false(vpb_request_is_active(&fixture.request));
	fixture_config(&fixture, "bind 01:00.0\n");
	assert_true(vpb_request_is_active(&fixture.request));
	fixture.request.disabled = true;
	assert_false(vpb_request_is_active(&fixture.request));
	fixture.request.disabled = false;
	fixture.request.rescue = strdup("single");
	assert_false(vpb_request_is_active(&fixture.request));
}

static void sleep_is_auto_or_on(void **state)
{
	FIXTURE(fixture);

	(void)state;
	fixture_config(&fixture, "bind 01:00.0 sleep=auto\n"
				 "bind 02:00.0 all sleep=on companions=none\n"
				 "bind 03:00.0 sleep=off\n"
				 "bind 04:00.0 all sleep=\n"
				 "bind 05:00.0\n");
	fixture_cmdline(
		&fixture, "vfio_prebind.bind=06:00.0+sleep=auto,07:00.0+sleep=aut");
	assert_string_equal(fixture_show_problems(&fixture),
		"config:3:14: 'sleep=off'\nconfig:4:18: 'sleep='\n"
		"kernel command line:1:46: 'sleep=aut'\n");
	assert_int_equal(fixture.request.rule_count, 4);
	assert_int_equal(fixture.request.rules[0].sleep, VPB_SLEEP_AUTO);
	assert_int_equal(fixture.request.rules[1].sleep, VPB_SLEEP_ON);
	assert_int_equal(fixture.request.rules[2].sleep, VPB_SLEEP_UNTOUCHED);
	assert_int_equal(fixture.request.rules[3].sleep, VPB_SLEEP_AUTO);
}

/* What comes after may have been a skip: what only an id selects is held back. */
static void there_are_not_more_rules_than_a_boot_can_wait_for(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	FIXTURE(fixture);

	(void)state;
	for (int i = 0; i < VPB_RULES_MAX; i++)
		vpb_text_add(&text, "bind 01:00.0\n");
	fixture_config(&fixture, text.data);
	assert_int_equal(fixture.request.rule_count, VPB_RULES_MAX);
	assert_false(fixture.request.has_unread_skip);
	fixture_config(&fixture, "\nbind 02:00.0 all\nskip 03:00.0\n");
	fixture_cmdline(&fixture, "vfio-pci.ids=10de:2820,10de:22bd");
	assert_int_equal(fixture.request.rule_count, VPB_RULES_MAX);
	assert_string_equal(fixture_show_problems(&fixture), "config:2:6: '02:00.0'\n");
	assert_true(fixture.request.has_unread_skip);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_a_rule),
		cmocka_unit_test(words_hold_for_their_line_only),
		cmocka_unit_test(allow_names_guards),
		cmocka_unit_test(what_makes_no_sense_is_named_at_its_place),
		cmocka_unit_test(a_nul_byte_ends_the_file),
		cmocka_unit_test(any_bytes_are_allowed),
		cmocka_unit_test(nothing_is_no_rule),
		cmocka_unit_test(the_length_counts),
		cmocka_unit_test(a_credential_chooses_and_overrules_nothing),
		cmocka_unit_test(only_a_bind_rule_makes_a_request_active),
		cmocka_unit_test(sleep_is_auto_or_on),
		cmocka_unit_test(there_are_not_more_rules_than_a_boot_can_wait_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
