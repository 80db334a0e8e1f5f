/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../host/change/edit.h"
#include "unit.h"

static void assert_left(enum vpb_parts parts, const char *original, const char *after,
	const char *now, const char *left)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_edit_take_out(parts, original, after, now, &text);
	assert_int_equal(vpb_text_error(&text), 0);
	assert_string_equal(text.data, left);
}

static void lines_that_we_added_go(void **state)
{
	(void)state;
	assert_left(VPB_PARTS_LINES, "", "# ours\na\n", "# ours\na\n", "");
	assert_left(
		VPB_PARTS_LINES, "", "# ours\na\n", "mine\n# ours\na\nb\n", "mine\nb\n");
	assert_left(VPB_PARTS_LINES, "x\n", "x\nours\n", "x\nours\ny\n", "x\ny\n");
	/* The editor that takes the last newline away. */
	assert_left(VPB_PARTS_LINES, "x\n", "x\nours\n", "y\nours", "y\n");
	/* A line that was changed is no longer ours. */
	assert_left(VPB_PARTS_LINES, "", "a=1\n", "a=2\n", "a=2\n");
	assert_left(VPB_PARTS_LINES, "", "a\n", "", "");
}

static void words_that_we_added_go(void **state)
{
	(void)state;
	assert_left(VPB_PARTS_WORDS, "root=A ro\n", "root=A ro iommu=pt\n",
		"root=A ro iommu=pt quiet\n", "root=A ro quiet\n");
	assert_left(VPB_PARTS_WORDS, "root=A ro\n", "root=A ro a=1 b=2\n",
		"root=B  b=2 a=1\n", "root=B\n");
	assert_left(VPB_PARTS_WORDS, "root=A a=1", "root=A a=1 b=2", "root=A a=1 b=2",
		"root=A a=1");
	assert_left(
		VPB_PARTS_WORDS, "root=A", "root=A b=2", "root=A b=22", "root=A b=22");
	assert_left(VPB_PARTS_WORDS, "root=A", "root=A b=2", "root=A d=\"x b=2\" b=2",
		"root=A d=\"x b=2\"");
	assert_left(VPB_PARTS_WORDS, "", "b=2\n", "b=2\n", "\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_that_we_added_go),
		cmocka_unit_test(words_that_we_added_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
