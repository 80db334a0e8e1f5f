/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../helper/base/clock.h"
#include "../../helper/sys/lock.h"
#include "tree.h"

/* Another process takes the lock and keeps it that long; returns once it has it. */
static pid_t keeper_start(const struct tree *tree, unsigned int keep_ms)
{
	int ends[2], fd;
	pid_t child;
	char word;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0) {
		if (vpb_lock_take(&tree->root, 0, &fd) < 0 || write(ends[1], "x", 1) < 0)
			_exit(EXIT_FAILURE);
		usleep(keep_ms * 1000);
		_exit(EXIT_SUCCESS);
	}
	close(ends[1]);
	assert_int_equal(read(ends[0], &word, 1), 1);
	close(ends[0]);
	return child;
}

static void one_at_a_time(void **state)
{
	uint64_t began_us = vpb_clock_since_boot_us();
	TREE(tree);
	pid_t keeper;
	int fd = -1;

	(void)state;
	tree_directory(&tree, "run");
	keeper = keeper_start(&tree, 300);
	assert_int_equal(vpb_lock_take(&tree.root, 50, &fd), -EAGAIN);
	assert_int_equal(fd, -1);
	assert_int_equal(vpb_lock_take(&tree.root, 10000, &fd), 0);
	assert_true(vpb_clock_since_boot_us() - began_us >= 300000);
	close(fd);
	assert_int_equal(waitpid(keeper, NULL, 0), keeper);
}

/* A child that hangs in the kernel lives on when its parent has given up. */
static void a_child_does_not_keep_it(void **state)
{
	VPB_CLEANUP(vpb_closep) int again_fd = -1;
	TREE(tree);
	pid_t child;
	int fd;

	(void)state;
	tree_directory(&tree, "run");
	assert_int_equal(vpb_lock_take(&tree.root, 0, &fd), 0);
	child = fork();
	if (child == 0)
		for (;;)
			pause();
	close(fd);
	assert_int_equal(waitpid(keeper_start(&tree, 0), NULL, 0) > 0, 1);
	assert_int_equal(vpb_lock_take(&tree.root, 1000, &again_fd), 0);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void what_cannot_be_made_is_an_error(void **state)
{
	TREE(other);
	TREE(tree);
	int fd;

	(void)state;
	tree_file(&other, "run", "");
	assert_int_equal(vpb_lock_take(&other.root, 0, &fd), -ENOTDIR);
	tree_directory(&tree, "run/vfio-prebind");
	tree_link(&tree, VPB_LOCK_FILE, "/nowhere");
	assert_int_equal(vpb_lock_take(&tree.root, 0, &fd), -ELOOP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_at_a_time),
		cmocka_unit_test(a_child_does_not_keep_it),
		cmocka_unit_test(what_cannot_be_made_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
