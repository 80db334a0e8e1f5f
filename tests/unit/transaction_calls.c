/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transaction_calls.h"

void assert_content(const struct tree *tree, const char *path, const char *content)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (!content) {
		assert_false(vpb_root_has(&tree->root, path));
		return;
	}
	assert_int_equal(vpb_root_read(&tree->root, path, &text), 0);
	assert_string_equal(text.data ? text.data : "", content);
}

static void want(const struct tree *tree, struct vpb_journal *journal, const char *path,
	enum vpb_parts parts, const char *text)
{
	struct vpb_journal_file *file;

	assert_int_equal(
		vpb_transaction_file(&tree->root, journal, path, parts, &file), 0);
	assert_int_equal(vpb_transaction_want(file, text), 0);
}

void transaction_carry_out(
	const struct tree *tree, struct vpb_journal *journal, enum until until)
{
	const char *path;

	assert_int_equal(vpb_transaction_start(&tree->root, journal, &path), 0);
	if (until >= UNTIL_APPLY)
		assert_int_equal(vpb_transaction_apply(&tree->root, journal, &path), 0);
	if (until >= UNTIL_COMMANDS)
		assert_int_equal(vpb_transaction_commands(&tree->root, journal), 0);
	if (until >= UNTIL_FINISH)
		assert_int_equal(vpb_transaction_finish(&tree->root, journal), 0);
}

void transaction_call(const struct tree *tree, const char *config, const char *cmdline,
	enum until until)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	const char *path;

	assert_int_equal(vpb_journal_read(&tree->root, &journal), 0);
	assert_int_equal(vpb_transaction_want_none(&tree->root, &journal, &path), 0);
	if (config)
		want(tree, &journal, TRANSACTION_CONFIG, VPB_PARTS_LINES, config);
	if (cmdline)
		want(tree, &journal, TRANSACTION_CMDLINE, VPB_PARTS_WORDS, cmdline);
	assert_int_equal(vpb_journal_add_command(&journal, "update-grub"), 0);
	transaction_carry_out(tree, &journal, until);
}
