/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "transaction_calls.h"

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
	tree_file(&tree, TRANSACTION_CMDLINE, "secret");
	assert_int_equal(fchmodat(tree.root.fd, TRANSACTION_CMDLINE, 0640, 0), 0);
	transaction_call(&tree, "a\n", "secret a\n", UNTIL_FINISH);
	umask(mask);
	assert_int_equal(fstatat(tree.root.fd, VPB_JOURNAL_FOLDER, &status, 0), 0);
	assert_int_equal(status.st_mode & 07777, 0700);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		snprintf(path, sizeof(path), VPB_JOURNAL_FOLDER "/%s", names[i]);
		if (fstatat(tree.root.fd, path, &status, 0) == 0)
			assert_int_equal(status.st_mode & 0177, 0);
	}
	assert_int_equal(fstatat(tree.root.fd, VPB_JOURNAL_FILE, &status, 0), 0);
	assert_int_equal(fstatat(tree.root.fd, TRANSACTION_CMDLINE, &status, 0), 0);
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
		cmocka_unit_test(the_journal_is_for_root_alone),
		cmocka_unit_test(a_journal_that_makes_no_sense_is_refused),
		cmocka_unit_test(one_call_at_a_time),
		cmocka_unit_test(no_user_can_block_a_call),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
