/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "transaction_calls.h"

static void recover(const struct tree *tree, enum vpb_journal_state state)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	const char *path;

	assert_int_equal(vpb_journal_read(&tree->root, &journal), 0);
	assert_int_equal(journal.state, state);
	assert_int_equal(journal.command_count, 1);
	assert_string_equal(journal.commands[0], "update-grub");
	assert_int_equal(vpb_transaction_roll_back(&tree->root, &journal, &path), 0);
	assert_int_equal(vpb_transaction_finish(&tree->root, &journal), 0);
}

static void machine_make(const struct tree *tree)
{
	tree_file(tree, "var/lib/keep", "");
	tree_file(tree, "etc/vfio-prebind.conf", "");
	tree_file(tree, TRANSACTION_CMDLINE, "root=A ro\n");
	assert_int_equal(fchmodat(tree->root.fd, TRANSACTION_CMDLINE, 0604, 0), 0);
}

static void assert_untouched(const struct tree *tree)
{
	struct stat status;

	assert_content(tree, TRANSACTION_CMDLINE, "root=A ro\n");
	assert_int_equal(fstatat(tree->root.fd, TRANSACTION_CMDLINE, &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0604);
	assert_false(vpb_root_has(&tree->root, "etc/vfio-prebind.conf.d"));
	assert_false(vpb_root_has(&tree->root, VPB_JOURNAL_FOLDER));
}

static void what_was_done_is_undone(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	assert_content(&tree, TRANSACTION_CONFIG, "bind a\n");
	assert_content(&tree, TRANSACTION_CMDLINE, "root=A ro iommu=pt\n");
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_untouched(&tree);
}

static void moved_twice_and_undone(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	transaction_call(&tree, "bind b\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	transaction_call(&tree, "bind c\n", NULL, UNTIL_FINISH);
	assert_content(&tree, TRANSACTION_CONFIG, "bind c\n");
	assert_content(&tree, TRANSACTION_CMDLINE, "root=A ro\n");
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_untouched(&tree);
}

static void a_killed_first_call_leaves_nothing(void **state)
{
	(void)state;
	for (enum until until = UNTIL_START; until <= UNTIL_COMMANDS; until++) {
		TREE(tree);

		machine_make(&tree);
		transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", until);
		recover(&tree, until == UNTIL_COMMANDS ? VPB_JOURNAL_COMMANDS
						       : VPB_JOURNAL_FILES);
		assert_untouched(&tree);
	}
}

static void a_killed_later_call_leaves_the_one_before(void **state)
{
	static const char *const wanted[][2] = {
		{"bind b\n", "root=A ro x=1\n"}, {"bind b\n", NULL}, {NULL, NULL}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(wanted) * UNTIL_FINISH; i++) {
		const char *const *texts = wanted[i / UNTIL_FINISH];
		enum until until = (enum until)(i % UNTIL_FINISH);
		TREE(tree);

		machine_make(&tree);
		transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
		assert_int_equal(fchmodat(tree.root.fd, TRANSACTION_CONFIG, 0600, 0), 0);
		transaction_call(&tree, texts[0], texts[1], until);
		recover(&tree, until == UNTIL_COMMANDS ? VPB_JOURNAL_COMMANDS
						       : VPB_JOURNAL_FILES);
		assert_content(&tree, TRANSACTION_CONFIG, "bind a\n");
		assert_content(&tree, TRANSACTION_CMDLINE, "root=A ro iommu=pt\n");
		/* Also of a file that had been removed meanwhile. */
		struct stat status;
		assert_int_equal(
			fstatat(tree.root.fd, TRANSACTION_CONFIG, &status, 0), 0);
		assert_int_equal(status.st_mode & 07777, 0600);
		transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
		assert_untouched(&tree);
	}
}

static void what_was_edited_since_stays(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	transaction_call(&tree, "# ours\nbind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	tree_file(&tree, TRANSACTION_CONFIG, "# ours\nbind a\nskip b\n");
	tree_file(&tree, TRANSACTION_CMDLINE, "root=A iommu=pt quiet\n");
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, TRANSACTION_CONFIG, "skip b\n");
	assert_content(&tree, TRANSACTION_CMDLINE, "root=A quiet\n");
	assert_false(vpb_root_has(&tree.root, VPB_JOURNAL_FOLDER));
}

static void edits_survive_a_move(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	tree_file(&tree, TRANSACTION_CMDLINE, "root=A ro iommu=pt quiet\n");
	transaction_call(&tree, "bind b\n", "root=A ro quiet x=1\n", UNTIL_FINISH);
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, TRANSACTION_CMDLINE, "root=A ro quiet\n");
	assert_content(&tree, TRANSACTION_CONFIG, NULL);
}

/* Somebody keeps such files together, and has put links in their places since. */
static void what_became_a_link_is_followed(void **state)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	TREE(tree);
	const char *path = NULL;

	(void)state;
	machine_make(&tree);
	transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	tree_directory(&tree, "etc/kept");
	assert_int_equal(
		renameat(tree.root.fd, TRANSACTION_CMDLINE, tree.root.fd, "etc/kept/c"),
		0);
	assert_int_equal(symlinkat("../kept/c", tree.root.fd, TRANSACTION_CMDLINE), 0);
	transaction_call(&tree, "bind b\n", "root=A ro iommu=pt x=1\n", UNTIL_FINISH);
	assert_content(&tree, "etc/kept/c", "root=A ro iommu=pt x=1\n");
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_untouched(&tree);
	/* A file of our own, whose link leads nowhere once it is gone, and is there again. */
	transaction_call(&tree, "bind a\n", NULL, UNTIL_FINISH);
	assert_int_equal(
		renameat(tree.root.fd, TRANSACTION_CONFIG, tree.root.fd, "etc/kept/s"),
		0);
	assert_int_equal(symlinkat("../kept/s", tree.root.fd, TRANSACTION_CONFIG), 0);
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, "etc/kept/s", NULL);
	transaction_call(&tree, "bind c\n", NULL, UNTIL_FINISH);
	assert_content(&tree, "etc/kept/s", "bind c\n");
	assert_content(&tree, TRANSACTION_CONFIG, "bind c\n");
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	/* Not to what a user may change, or to another folder. */
	assert_int_equal(
		renameat(tree.root.fd, "etc/kept/c", tree.root.fd, TRANSACTION_CMDLINE),
		0);
	transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	assert_int_equal(vpb_journal_read(&tree.root, &journal), 0);
	tree_file(&tree, "home/c", "root=A ro iommu=pt\n");
	assert_int_equal(unlinkat(tree.root.fd, TRANSACTION_CMDLINE, 0), 0);
	assert_int_equal(symlinkat("../../home/c", tree.root.fd, TRANSACTION_CMDLINE), 0);
	assert_int_equal(vpb_transaction_want_none(&tree.root, &journal, &path), -EXDEV);
	assert_string_equal(path, TRANSACTION_CMDLINE);
	if (geteuid() != 0)
		return;
	tree_file(&tree, "etc/kept/d", "root=A ro iommu=pt\n");
	assert_int_equal(fchownat(tree.root.fd, "etc/kept/d", 1000, 1000, 0), 0);
	assert_int_equal(unlinkat(tree.root.fd, TRANSACTION_CMDLINE, 0), 0);
	assert_int_equal(symlinkat("../kept/d", tree.root.fd, TRANSACTION_CMDLINE), 0);
	assert_int_equal(vpb_transaction_want_none(&tree.root, &journal, &path), -EXDEV);
}

static void what_was_removed_since_stays_away(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	assert_int_equal(unlinkat(tree.root.fd, TRANSACTION_CMDLINE, 0), 0);
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, TRANSACTION_CMDLINE, NULL);
}

static void edits_after_a_kill_stay(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	transaction_call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_APPLY);
	tree_file(&tree, TRANSACTION_CMDLINE, "root=A ro iommu=pt quiet\n");
	tree_file(&tree, TRANSACTION_CONFIG, "bind a\nbind mine\n");
	recover(&tree, VPB_JOURNAL_FILES);
	assert_content(&tree, TRANSACTION_CMDLINE, "root=A ro quiet\n");
	assert_content(&tree, TRANSACTION_CONFIG, "bind mine\n");
	/* And nothing takes them for ours later. */
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, TRANSACTION_CMDLINE, "root=A ro quiet\n");
	assert_content(&tree, TRANSACTION_CONFIG, "bind mine\n");
	assert_false(vpb_root_has(&tree.root, VPB_JOURNAL_FOLDER));
}

/* A command line that we took over from elsewhere has to stay when somebody has added to it. */
static void a_seed_stays_with_an_edit(void **state)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	struct vpb_journal_file *file;
	TREE(tree);

	(void)state;
	tree_file(&tree, "var/lib/keep", "");
	tree_directory(&tree, "etc/kernel");
	assert_int_equal(vpb_transaction_file(&tree.root, &journal, TRANSACTION_CMDLINE,
				 VPB_PARTS_WORDS, &file),
		0);
	assert_int_equal(vpb_transaction_seed(file, "root=A ro\n"), 0);
	assert_int_equal(vpb_transaction_want(file, "root=A ro iommu=pt\n"), 0);
	assert_int_equal(vpb_journal_add_command(&journal, "x"), 0);
	transaction_carry_out(&tree, &journal, UNTIL_FINISH);
	tree_file(&tree, TRANSACTION_CMDLINE, "root=A ro iommu=pt quiet\n");
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, TRANSACTION_CMDLINE, "root=A ro quiet\n");
}

static void effect_call(const struct tree *tree, bool wanted, enum until until)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	const char *path;

	assert_int_equal(vpb_journal_read(&tree->root, &journal), 0);
	assert_int_equal(vpb_transaction_want_none(&tree->root, &journal, &path), 0);
	if (wanted)
		assert_int_equal(
			vpb_journal_want_effect(&journal, "tool on", "tool off"), 0);
	transaction_carry_out(tree, &journal, until);
}

static void assert_way_back(const struct tree *tree, const char *line)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	const char *path;

	assert_int_equal(vpb_journal_read(&tree->root, &journal), 0);
	assert_int_equal(vpb_transaction_roll_back(&tree->root, &journal, &path), 0);
	if (line)
		assert_string_equal(vpb_journal_line(&journal, 0), line);
	else
		assert_null(vpb_journal_line(&journal, 0));
	assert_null(vpb_journal_line(&journal, line != NULL));
	assert_int_equal(vpb_transaction_finish(&tree->root, &journal), 0);
}

static void effects_are_taken_back_as_well(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "var/lib/keep", "");
	effect_call(&tree, true, UNTIL_APPLY);
	assert_way_back(&tree, NULL); /* it was not begun */
	assert_false(vpb_root_has(&tree.root, VPB_JOURNAL_FOLDER));
	effect_call(&tree, true, UNTIL_COMMANDS);
	assert_way_back(&tree, "tool off");
	assert_false(vpb_root_has(&tree.root, VPB_JOURNAL_FOLDER));
	effect_call(&tree, true, UNTIL_FINISH);
	effect_call(&tree, true, UNTIL_COMMANDS);
	assert_way_back(&tree, NULL); /* it was in force before */
	effect_call(&tree, false, UNTIL_COMMANDS);
	assert_way_back(&tree, "tool on");
	effect_call(&tree, false, UNTIL_FINISH);
	assert_false(vpb_root_has(&tree.root, VPB_JOURNAL_FOLDER));
}

static void a_program_may_be_run(void **state)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	struct vpb_journal_file *file;
	struct stat status;
	TREE(tree);

	(void)state;
	tree_file(&tree, "var/lib/keep", "");
	tree_directory(&tree, "etc");
	assert_int_equal(vpb_transaction_file(
				 &tree.root, &journal, "etc/x", VPB_PARTS_PROGRAM, &file),
		0);
	assert_int_equal(vpb_transaction_want(file, "#!/bin/sh\n"), 0);
	transaction_carry_out(&tree, &journal, UNTIL_FINISH);
	assert_int_equal(fstatat(tree.root.fd, "etc/x", &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0755);
	transaction_call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, "etc/x", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_done_is_undone),
		cmocka_unit_test(moved_twice_and_undone),
		cmocka_unit_test(a_killed_first_call_leaves_nothing),
		cmocka_unit_test(a_killed_later_call_leaves_the_one_before),
		cmocka_unit_test(what_was_edited_since_stays),
		cmocka_unit_test(edits_survive_a_move),
		cmocka_unit_test(what_became_a_link_is_followed),
		cmocka_unit_test(what_was_removed_since_stays_away),
		cmocka_unit_test(edits_after_a_kill_stay),
		cmocka_unit_test(a_seed_stays_with_an_edit),
		cmocka_unit_test(effects_are_taken_back_as_well),
		cmocka_unit_test(a_program_may_be_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
