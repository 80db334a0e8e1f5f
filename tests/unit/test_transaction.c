/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../host/change/transaction.h"
#include "tree.h"

#define CONFIG "etc/vfio-prebind.conf.d/setup.conf"
#define CMDLINE "etc/kernel/cmdline"

/* How far a call gets before it is killed. */
enum until {
	UNTIL_START,
	UNTIL_APPLY,
	UNTIL_COMMANDS,
	UNTIL_FINISH,
};

static void assert_content(const struct tree *tree, const char *path, const char *content)
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

static void carry_out(
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

/* What a call of setup does; NULL for both texts is remove. */
static void call(const struct tree *tree, const char *config, const char *cmdline,
	enum until until)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	const char *path;

	assert_int_equal(vpb_journal_read(&tree->root, &journal), 0);
	assert_int_equal(vpb_transaction_want_none(&tree->root, &journal, &path), 0);
	if (config)
		want(tree, &journal, CONFIG, VPB_PARTS_LINES, config);
	if (cmdline)
		want(tree, &journal, CMDLINE, VPB_PARTS_WORDS, cmdline);
	assert_int_equal(vpb_journal_add_command(&journal, "update-grub"), 0);
	carry_out(tree, &journal, until);
}

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
	tree_file(tree, CMDLINE, "root=A ro\n");
	assert_int_equal(fchmodat(tree->root.fd, CMDLINE, 0604, 0), 0);
}

static void assert_untouched(const struct tree *tree)
{
	struct stat status;

	assert_content(tree, CMDLINE, "root=A ro\n");
	assert_int_equal(fstatat(tree->root.fd, CMDLINE, &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0604);
	assert_false(vpb_root_has(&tree->root, "etc/vfio-prebind.conf.d"));
	assert_false(vpb_root_has(&tree->root, VPB_JOURNAL_FOLDER));
}

static void what_was_done_is_undone(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	assert_content(&tree, CONFIG, "bind a\n");
	assert_content(&tree, CMDLINE, "root=A ro iommu=pt\n");
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_untouched(&tree);
}

static void moved_twice_and_undone(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	call(&tree, "bind b\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	call(&tree, "bind c\n", NULL, UNTIL_FINISH);
	assert_content(&tree, CONFIG, "bind c\n");
	assert_content(&tree, CMDLINE, "root=A ro\n");
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_untouched(&tree);
}

static void a_killed_first_call_leaves_nothing(void **state)
{
	(void)state;
	for (enum until until = UNTIL_START; until <= UNTIL_COMMANDS; until++) {
		TREE(tree);

		machine_make(&tree);
		call(&tree, "bind a\n", "root=A ro iommu=pt\n", until);
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
		call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
		assert_int_equal(fchmodat(tree.root.fd, CONFIG, 0600, 0), 0);
		call(&tree, texts[0], texts[1], until);
		recover(&tree, until == UNTIL_COMMANDS ? VPB_JOURNAL_COMMANDS
						       : VPB_JOURNAL_FILES);
		assert_content(&tree, CONFIG, "bind a\n");
		assert_content(&tree, CMDLINE, "root=A ro iommu=pt\n");
		/* Also of a file that had been removed meanwhile. */
		struct stat status;
		assert_int_equal(fstatat(tree.root.fd, CONFIG, &status, 0), 0);
		assert_int_equal(status.st_mode & 07777, 0600);
		call(&tree, NULL, NULL, UNTIL_FINISH);
		assert_untouched(&tree);
	}
}

static void what_was_edited_since_stays(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	call(&tree, "# ours\nbind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	tree_file(&tree, CONFIG, "# ours\nbind a\nskip b\n");
	tree_file(&tree, CMDLINE, "root=A iommu=pt quiet\n");
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, CONFIG, "skip b\n");
	assert_content(&tree, CMDLINE, "root=A quiet\n");
	assert_false(vpb_root_has(&tree.root, VPB_JOURNAL_FOLDER));
}

static void edits_survive_a_move(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	tree_file(&tree, CMDLINE, "root=A ro iommu=pt quiet\n");
	call(&tree, "bind b\n", "root=A ro quiet x=1\n", UNTIL_FINISH);
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, CMDLINE, "root=A ro quiet\n");
	assert_content(&tree, CONFIG, NULL);
}

/* Somebody keeps such files together, and has put links in their places since. */
static void what_became_a_link_is_followed(void **state)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	TREE(tree);
	const char *path = NULL;

	(void)state;
	machine_make(&tree);
	call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	tree_directory(&tree, "etc/kept");
	assert_int_equal(renameat(tree.root.fd, CMDLINE, tree.root.fd, "etc/kept/c"), 0);
	assert_int_equal(symlinkat("../kept/c", tree.root.fd, CMDLINE), 0);
	call(&tree, "bind b\n", "root=A ro iommu=pt x=1\n", UNTIL_FINISH);
	assert_content(&tree, "etc/kept/c", "root=A ro iommu=pt x=1\n");
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_untouched(&tree);
	/* A file of our own, whose link leads nowhere once it is gone, and is there again. */
	call(&tree, "bind a\n", NULL, UNTIL_FINISH);
	assert_int_equal(renameat(tree.root.fd, CONFIG, tree.root.fd, "etc/kept/s"), 0);
	assert_int_equal(symlinkat("../kept/s", tree.root.fd, CONFIG), 0);
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, "etc/kept/s", NULL);
	call(&tree, "bind c\n", NULL, UNTIL_FINISH);
	assert_content(&tree, "etc/kept/s", "bind c\n");
	assert_content(&tree, CONFIG, "bind c\n");
	call(&tree, NULL, NULL, UNTIL_FINISH);
	/* Not to what a user may change, or to another folder. */
	assert_int_equal(renameat(tree.root.fd, "etc/kept/c", tree.root.fd, CMDLINE), 0);
	call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	assert_int_equal(vpb_journal_read(&tree.root, &journal), 0);
	tree_file(&tree, "home/c", "root=A ro iommu=pt\n");
	assert_int_equal(unlinkat(tree.root.fd, CMDLINE, 0), 0);
	assert_int_equal(symlinkat("../../home/c", tree.root.fd, CMDLINE), 0);
	assert_int_equal(vpb_transaction_want_none(&tree.root, &journal, &path), -EXDEV);
	assert_string_equal(path, CMDLINE);
	if (geteuid() != 0)
		return;
	tree_file(&tree, "etc/kept/d", "root=A ro iommu=pt\n");
	assert_int_equal(fchownat(tree.root.fd, "etc/kept/d", 1000, 1000, 0), 0);
	assert_int_equal(unlinkat(tree.root.fd, CMDLINE, 0), 0);
	assert_int_equal(symlinkat("../kept/d", tree.root.fd, CMDLINE), 0);
	assert_int_equal(vpb_transaction_want_none(&tree.root, &journal, &path), -EXDEV);
}

static void what_was_removed_since_stays_away(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_FINISH);
	assert_int_equal(unlinkat(tree.root.fd, CMDLINE, 0), 0);
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, CMDLINE, NULL);
}

static void edits_after_a_kill_stay(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree);
	call(&tree, "bind a\n", "root=A ro iommu=pt\n", UNTIL_APPLY);
	tree_file(&tree, CMDLINE, "root=A ro iommu=pt quiet\n");
	tree_file(&tree, CONFIG, "bind a\nbind mine\n");
	recover(&tree, VPB_JOURNAL_FILES);
	assert_content(&tree, CMDLINE, "root=A ro quiet\n");
	assert_content(&tree, CONFIG, "bind mine\n");
	/* And nothing takes them for ours later. */
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, CMDLINE, "root=A ro quiet\n");
	assert_content(&tree, CONFIG, "bind mine\n");
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
	assert_int_equal(vpb_transaction_file(
				 &tree.root, &journal, CMDLINE, VPB_PARTS_WORDS, &file),
		0);
	assert_int_equal(vpb_transaction_seed(file, "root=A ro\n"), 0);
	assert_int_equal(vpb_transaction_want(file, "root=A ro iommu=pt\n"), 0);
	assert_int_equal(vpb_journal_add_command(&journal, "x"), 0);
	carry_out(&tree, &journal, UNTIL_FINISH);
	tree_file(&tree, CMDLINE, "root=A ro iommu=pt quiet\n");
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, CMDLINE, "root=A ro quiet\n");
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
	carry_out(tree, &journal, until);
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
	carry_out(&tree, &journal, UNTIL_FINISH);
	assert_int_equal(fstatat(tree.root.fd, "etc/x", &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0755);
	call(&tree, NULL, NULL, UNTIL_FINISH);
	assert_content(&tree, "etc/x", NULL);
}

/* The copies of a file are for nobody who may not read the file. */
static void the_journal_is_for_root_alone(void **state)
{
	static const char *const names[] = {"journal", "1", "2", "3"};
	mode_t mask = umask(0);
	struct stat status;
	char path[64];
	TREE(tree);

	(void)state;
	tree_file(&tree, "var/lib/keep", "");
	tree_file(&tree, CMDLINE, "secret");
	assert_int_equal(fchmodat(tree.root.fd, CMDLINE, 0640, 0), 0);
	call(&tree, "a\n", "secret a\n", UNTIL_FINISH);
	umask(mask);
	assert_int_equal(fstatat(tree.root.fd, VPB_JOURNAL_FOLDER, &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), VPB_JOURNAL_FOLDER "/%s", names[i]);
		if (fstatat(tree.root.fd, path, &status, 0) == 0)
			assert_int_equal(status.st_mode & 0177, 0);
	}
	assert_int_equal(fstatat(tree.root.fd, VPB_JOURNAL_FILE, &status, 0), 0);
	assert_int_equal(fstatat(tree.root.fd, CMDLINE, &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0640);
}

static void a_journal_that_makes_no_sense_is_refused(void **state)
{
	static const char *const heads[] = {"", "vfio-prebind journal 2\n",
		"vfio-prebind journal 1\nfile lines - - 1\n",
		"vfio-prebind journal 1\nfile lines - - x\tetc/a\n",
		"vfio-prebind journal 1\nfile - - -\tetc/a\n",
		"vfio-prebind journal 1\nfile pages - - -\tetc/a\n",
		"vfio-prebind journal 1\neffect ++ a\n",
		"vfio-prebind journal 1\neffect + a\tb\n",
		"vfio-prebind journal 1\nstate odd\n", "vfio-prebind journal 1\nfile\n"};
	struct vpb_journal journal = {};
	TREE(tree);

	(void)state;
	for (size_t i = 0; i < COUNT_OF(heads); i++) {
		tree_file(&tree, VPB_JOURNAL_FILE, heads[i]);
		assert_int_equal(vpb_journal_read(&tree.root, &journal), -EBADMSG);
	}
	tree_file(&tree, VPB_JOURNAL_FILE,
		"vfio-prebind journal 1\nfile lines - - 1\tetc/a\n");
	assert_int_equal(vpb_journal_read(&tree.root, &journal), -ENOENT);
}

static void one_call_at_a_time(void **state)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;
	VPB_CLEANUP(vpb_closep) int again_fd = -1;
	struct vpb_root other;
	TREE(tree);

	(void)state;
	assert_int_equal(vpb_root_open(tree.path, &other), 0);
	assert_int_equal(vpb_transaction_lock(&tree.root, &fd), 0);
	assert_int_equal(vpb_transaction_lock(&other, &again_fd), -EWOULDBLOCK);
	vpb_closep(&fd);
	assert_int_equal(vpb_transaction_lock(&other, &again_fd), 0);
	vpb_root_done(&other);
}

/* Locks what it can open of the tree, and keeps it until it is killed. */
static pid_t user_start(const struct tree *tree)
{
	static const char *const paths[] = {".", "run", "run/vfio-prebind",
		VPB_TRANSACTION_LOCK_FILE, "var", VPB_JOURNAL_FOLDER};
	int ends[2];
	pid_t child;
	char word;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		if (setresuid(65534, 65534, 65534) < 0)
			_exit(1);
		for (size_t i = 0; i < COUNT_OF(paths); i++) {
			int fd = openat(tree->root.fd, paths[i], O_RDONLY);

			if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) < 0)
				_exit(1);
		}
		if (write(ends[1], "x", 1) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &word, 1), 1);
	close(ends[0]);
	return child;
}

static void no_user_can_block_a_call(void **state)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;
	mode_t mask = umask(0);
	TREE(tree);
	pid_t user;

	(void)state;
	if (geteuid() != 0)
		skip();
	assert_int_equal(chmod(tree.path, 0755), 0);
	assert_int_equal(vpb_transaction_lock(&tree.root, &fd), 0);
	umask(mask);
	vpb_closep(&fd);
	user = user_start(&tree);
	assert_int_equal(vpb_transaction_lock(&tree.root, &fd), 0);
	kill(user, SIGKILL);
	assert_int_equal(waitpid(user, NULL, 0), user);
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
		cmocka_unit_test(the_journal_is_for_root_alone),
		cmocka_unit_test(a_journal_that_makes_no_sense_is_refused),
		cmocka_unit_test(one_call_at_a_time),
		cmocka_unit_test(no_user_can_block_a_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
