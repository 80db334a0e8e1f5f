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

/* By somebody who did not know that the line is ours, or who has the editor change all newlines. */
static void words_in_a_line_that_was_edited_go_and_come_back(void **state)
{
#define OURS "A=\"q\"\n# ours\nA=\"$A x=1 y=2\"\n"
	static const struct {
		const char *original, *after, *now, *left;
	} rows[] = {/* Taken words, in a line to which somebody has added one. */
		{"A=\"q v=1\"\n", "A=\"q\"\n", "A=\"q splash\"\n",
			"A=\"q splash v=1\"\n"},
		{"A=q\n", "A=\n", "A=splash\n", "A=splash q\n"},
		{"A=\"v=1\"\n", "A=\"\"\n", "A=\" \"\n", "A=\" v=1\"\n"},
		{"A=\"q v=1\"\n", "A=\"q\"\n", "A=\"q v=1 z\"\n", "A=\"q v=1 z\"\n"},
		/* Ours that were added to, and one that is ours alone. */
		{"A=\"q\"\n", OURS, "A=\"q\"\n# ours\nA=\"$A x=1 mine y=2\"\n",
			"A=\"q\"\nA=\"$A mine\"\n"},
		{"A=\"q\"\n", OURS, "A=\"q\"\n# ours\nA=\"$A x=1\"\n", "A=\"q\"\n"},
		{"A=\"q\"\n", OURS, "A=\"q\"\n# ours\nA=\"x=1 $A mine\"\n",
			"A=\"q\"\nA=\"$A mine\"\n"},
		/* Which of two it was is unknown; nor what is in quotes of its own. */
		{"A=\"q v=1\"\n", "A=\"q\"\n", "A=\"q a\"\nA=\"q b\"\n",
			"A=\"q a\"\nA=\"q b\"\n"},
		{"A=\"q v=1\"\n", "A=\"q\"\n", "A=\"q \\\"a b\\\"\"\n",
			"A=\"q \\\"a b\\\"\"\n"},
		{"A=\"q v=1\"\n", "A=\"q\"\n", "B=\"q a\"\n", "B=\"q a\"\n"},
		/* Newlines of two bytes. */
		{"A=\"q v=1\"\nb\n", "A=\"q\"\n# b\nours\n", "A=\"q\"\r\n# b\r\nours\r\n",
			"A=\"q v=1\"\r\nb\r\n"},
		{"A=\"q v=1\"\n", "A=\"q\"\n", "A=\"q z\"\r\n", "A=\"q z v=1\"\r\n"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_left(VPB_PARTS_LINES, rows[i].original, rows[i].after, rows[i].now,
			rows[i].left);
}

static void what_cannot_come_back_is_known(void **state)
{
	static const struct {
		enum vpb_parts parts;
		const char *original, *after, *now, *lost;
	} rows[] = {{VPB_PARTS_LINES, "a\nb\n", "a\n# b\n", "a\n# b\nx\n", ""},
		{VPB_PARTS_LINES, "a\nb\n", "a\n# b\n", "a\n", "b\n"},
		{VPB_PARTS_LINES, "A=\"q v=1\"\n", "A=\"q\"\n", "A=\"q z\"\n", ""},
		{VPB_PARTS_LINES, "A=\"q v=1\"\n", "A=\"q\"\n", "A=\"a\"\nA=\"b\"\n",
			"A=\"q v=1\"\n"},
		{VPB_PARTS_LINES, "A=\"q v=1\"\n", "A=\"q\"\n", "B=1\n", "A=\"q v=1\"\n"},
		{VPB_PARTS_LINES, "a\n", "a\nours\n", "x\n", ""},
		{VPB_PARTS_WORDS, "q v=1\n", "q w=1\n", "z\n", "v=1\n"},
		{VPB_PARTS_WORDS, "q v=1\n", "q\n", "z\n", ""}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text left = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text lost = {};

		vpb_edit_take_out(rows[i].parts, rows[i].original, rows[i].after,
			rows[i].now, &left);
		vpb_edit_add_lost(
			rows[i].parts, rows[i].original, rows[i].after, left.data, &lost);
		assert_string_equal(lost.data ? lost.data : "", rows[i].lost);
	}
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

static void parts_that_we_replaced_come_back(void **state)
{
	(void)state;
	assert_left(VPB_PARTS_LINES, "a\nb\nc\n", "a\n# b\nc\nours\n",
		"mine\na\n# b\nc\nours\n", "mine\na\nb\nc\n");
	/* Two next to each other, and one that stands there twice. */
	assert_left(VPB_PARTS_LINES, "a\nb\na\n", "# a\n# b\n# a\n", "# a\n# b\nx\n# a\n",
		"a\nb\nx\na\n");
	assert_left(
		VPB_PARTS_LINES, "M=(v i)\n", "M=(i)\n", "M=(i)\nx\n", "M=(v i)\nx\n");
	/* One of two equal lines. */
	assert_left(VPB_PARTS_LINES, "a\nx\na\n", "# a\nx\na\n", "# a\nx\na\ny\n",
		"a\nx\na\ny\n");
	/* The last line without its newline, here and there. */
	assert_left(VPB_PARTS_LINES, "a\nb", "a\n# b", "a\n# b\nx\n", "a\nb\nx\n");
	assert_left(VPB_PARTS_LINES, "a\nb\n", "a\n# b\n", "x\n# b", "x\nb");
	/* What somebody changed or removed since is his. */
	assert_left(VPB_PARTS_LINES, "a\nb\n", "# a\n# b\n", "# a\nB\n", "a\nB\n");
	assert_left(VPB_PARTS_LINES, "a\nb\n", "# a\n# b\n", "a\n# b\n", "a\nb\n");
	assert_left(VPB_PARTS_WORDS, "root=A v=1 ro\n", "root=A ro i=1\n",
		"root=A ro i=1 quiet\n", "root=A ro quiet v=1\n");
	assert_left(VPB_PARTS_WORDS, "root=A v=1 ro\n", "root=A ro\n",
		"root=A v=1 ro x\n", "root=A v=1 ro x\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_cannot_come_back_is_known),
		cmocka_unit_test(words_in_a_line_that_was_edited_go_and_come_back),
		cmocka_unit_test(lines_that_we_added_go),
		cmocka_unit_test(words_that_we_added_go),
		cmocka_unit_test(parts_that_we_replaced_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
