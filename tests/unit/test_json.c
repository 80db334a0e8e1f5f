/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../helper/base/json.h"
#include "unit.h"

static void objects_and_arrays_are_laid_out(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};

	(void)state;
	vpb_json_begin_object(&json, NULL);
	vpb_json_begin_array(&json, "devices");
	for (int i = 0; i < 2; i++) {
		vpb_json_begin_object(&json, NULL);
		vpb_json_add_string(&json, "address", "0000:01:00.0");
		vpb_json_begin_array(&json, "flags");
		for (int j = 0; j < 2 * i; j++)
			vpb_json_add_string(&json, NULL, "vf");
		vpb_json_end_array(&json);
		vpb_json_end_object(&json);
	}
	vpb_json_end_array(&json);
	vpb_json_begin_object(&json, "nothing");
	vpb_json_end_object(&json);
	vpb_json_end_object(&json);
	assert_string_equal(text.data, "{\n"
				       "   \"devices\": [\n"
				       "      {\n"
				       "         \"address\": \"0000:01:00.0\",\n"
				       "         \"flags\": []\n"
				       "      },{\n"
				       "         \"address\": \"0000:01:00.0\",\n"
				       "         \"flags\": [\n"
				       "            \"vf\",\n"
				       "            \"vf\"\n"
				       "         ]\n"
				       "      }\n"
				       "   ],\n"
				       "   \"nothing\": {}\n"
				       "}\n");
}

static void each_kind_of_value_is_written(void **state)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};

	(void)state;
	vpb_json_begin_array(&json, NULL);
	vpb_json_add_number(&json, NULL, UINT64_MAX);
	vpb_json_add_us(&json, NULL, 1400499);
	vpb_json_add_us(&json, NULL, 999500);
	vpb_json_add_us(&json, NULL, 0);
	vpb_json_add_boolean(&json, NULL, true);
	vpb_json_add_boolean(&json, NULL, false);
	vpb_json_add_null(&json, NULL);
	vpb_json_add_string(&json, NULL, NULL);
	vpb_json_add_string(&json, NULL, "");
	vpb_json_end_array(&json);
	assert_string_equal(text.data,
		"[\n   18446744073709551615,\n   1.400,\n   1.000,\n   0.000,\n   true,\n"
		"   false,\n   null,\n   null,\n   null\n]\n");
}

static void assert_written(const char *value, const char *wanted)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};

	vpb_json_add_string(&json, NULL, value);
	assert_string_equal(text.data, wanted);
}

static void strings_are_escaped(void **state)
{
	(void)state;
	assert_written("a \"b\" \\ / c", "\"a \\\"b\\\" \\\\ / c\"");
	assert_written("\t\n\x1b[31m\x7f", "\"\\t\\n\\u001b[31m\\u007f\"");
	assert_written("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80",
		"\"\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\"");
	/* A control character of the second set, which terminals obey as well. */
	assert_written("\xc2\x9b", "\"\\u009b\"");
}

static void what_is_no_utf8_is_replaced(void **state)
{
	(void)state;
	assert_written("a\xff"
		       "b\x80",
		"\"a\\ufffdb\\ufffd\"");
	assert_written("\xc3", "\"\\ufffd\"");
	assert_written("\xc3x", "\"\\ufffdx\"");
	assert_written("\xe2\x82", "\"\\ufffd\\ufffd\"");
	/* Overlong, a surrogate, beyond the last letter. */
	assert_written("\xc0\xaf", "\"\\ufffd\\ufffd\"");
	assert_written("\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"");
	assert_written("\xf4\x90\x80\x80", "\"\\ufffd\\ufffd\\ufffd\\ufffd\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_and_arrays_are_laid_out),
		cmocka_unit_test(each_kind_of_value_is_written),
		cmocka_unit_test(strings_are_escaped),
		cmocka_unit_test(what_is_no_utf8_is_replaced),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
