/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/cleanup.h"
#include "../../helper/base/text.h"
#include "../../helper/core/kernel_line.h"
#include "unit.h"

/* Every word as "key[=value]@column[,column of the value]", a blank between two. */
static void words_show(const char *line, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(line);
	struct vpb_kernel_line cut = {copy, copy};
	struct vpb_kernel_word word;

	assert_non_null(copy);
	while (vpb_kernel_line_cut(&cut, &word)) {
		vpb_text_add(text, "%s%s@%u", text->length ? " | " : "", word.key,
			word.key_column);
		if (word.value)
			vpb_text_add(text, ",%u", word.value_column);
	}
}

static void a_line_is_split_as_the_kernel_does(void **state)
{
	static const struct {
		const char *line, *words;
	} cases[] = {
		{"", NULL},
		{"  ", NULL},
		{"a b=c", "a@1 | b=c@3,5"},
		{"\t a\xa0"
		 "b\n",
			"a@3 | b@5"},
		{"a=\"b c\" d", "a=b c@1,4 | d@9"},
		{"\"a=b c\" d", "a=b c@2,4 | d@9"},
		{"a=b\" c\" d", "a=b\" c\"@1,3 | d@9"},
		{"a=\"b c", "a=b c@1,4"},
		{"a==b", "a==b@1,3"},
		{"\"", "@2"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		words_show(cases[i].line, &text);
		if (cases[i].words)
			assert_string_equal(text.data, cases[i].words);
		else
			assert_null(text.data);
	}
}

static void words_are_found_in_place(void **state)
{
	const char *line = "root=\"/dev/a b\" intel-iommu=on,igfx_off";

	(void)state;
	assert_int_equal(vpb_kernel_word_length(line), 15);
	line = vpb_kernel_word_next(line);
	assert_memory_equal(line, "intel", 5);
	assert_true(vpb_kernel_word_has_key(line, "intel_iommu"));
	assert_false(vpb_kernel_word_has_key(line, "intel"));
	assert_string_equal(vpb_kernel_word_next(line), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_split_as_the_kernel_does),
		cmocka_unit_test(words_are_found_in_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
