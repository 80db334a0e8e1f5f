/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../host/change/packages.h"
#include "tree.h"

/* The process number of one that has locked the file, as dpkg, apt and rpm do. */
static pid_t lock_hold(const struct tree *tree, const char *path)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	char file[300], name[64], byte;
	int ready[2];
	pid_t child;

	tree_file(tree, path, "");
	snprintf(file, sizeof(file), "%s/%s", tree->path, path);
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (child == 0) {
		int fd = open(file, O_RDWR);

		if (fcntl(fd, F_SETLK, &whole) == 0 && write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	snprintf(name, sizeof(name), "proc/%d/comm", (int)child);
	tree_file(tree, name, "apt\n");
	return child;
}

static void lock_end(pid_t child)
{
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
}

static void locks_are_seen(void **state)
{
	static const char *const paths[] = {"var/lib/dpkg/lock-frontend",
		"var/lib/dpkg/lock", "var/lib/rpm/.rpm.lock",
		"usr/lib/sysimage/rpm/.rpm.lock"};
	struct vpb_package_program program;

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		TREE(tree);
		pid_t child = lock_hold(&tree, paths[i]);

		assert_true(vpb_packages_find_program(&tree.root, &program));
		assert_int_equal(program.pid, child);
		assert_string_equal(program.name, "apt");
		assert_string_equal(program.lock, paths[i]);
		assert_false(program.is_left_over);
		lock_end(child);
		assert_false(vpb_packages_find_program(&tree.root, &program));
	}
}

/* What dpkg starts is told so, also where its processes cannot be followed. */
static void dpkgs_own_is_let_through(void **state)
{
	static const char *const variables[] = {
		"DPKG_FRONTEND_LOCKED", "DPKG_MAINTSCRIPT_NAME"};
	struct vpb_package_program program;
	TREE(tree);
	pid_t child = lock_hold(&tree, "var/lib/dpkg/lock-frontend"), other;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		setenv(variables[i], "1", 1);
		assert_false(vpb_packages_find_program(&tree.root, &program));
		other = lock_hold(&tree, "var/lib/rpm/.rpm.lock");
		assert_true(vpb_packages_find_program(&tree.root, &program));
		assert_int_equal(program.pid, other);
		lock_end(other);
		unsetenv(variables[i]);
	}
	assert_true(vpb_packages_find_program(&tree.root, &program));
	lock_end(child);
}

/* An odd name of a process in between does not end the way up. */
static void ancestors_wait_for_us(void **state)
{
	struct vpb_package_program program;
	char path[64], text[128];
	TREE(tree);
	pid_t child = lock_hold(&tree, "usr/lib/sysimage/rpm/.rpm.lock");

	(void)state;
	snprintf(path, sizeof(path), "proc/%d/stat", (int)getpid());
	snprintf(text, sizeof(text), "%d (x) S 7 (y) S 77 1 1\n", (int)getpid());
	tree_file(&tree, path, text);
	snprintf(text, sizeof(text), "77 (sh) S %d 1 1\n", (int)child);
	tree_file(&tree, "proc/77/stat", text);
	assert_false(vpb_packages_find_program(&tree.root, &program));
	tree_file(&tree, "proc/77/stat", "77 (sh) S 1 1 1\n");
	assert_true(vpb_packages_find_program(&tree.root, &program));
	/* A circle has an end. */
	tree_file(&tree, "proc/77/stat", "77 (sh) S 77 1 1\n");
	assert_true(vpb_packages_find_program(&tree.root, &program));
	lock_end(child);
}

static void pacmans_file_is_seen(void **state)
{
	struct vpb_package_program program;
	TREE(tree);

	(void)state;
	tree_file(&tree, "var/lib/pacman/db.lck", "");
	assert_true(vpb_packages_find_program(&tree.root, &program));
	assert_true(program.is_left_over);
	tree_file(&tree, "proc/123/comm", "pacman\n");
	tree_link(&tree, "proc/123/fd/4", "/var/lib/pacman/db.lck");
	assert_true(vpb_packages_find_program(&tree.root, &program));
	assert_false(program.is_left_over);
	assert_int_equal(program.pid, 123);
	assert_string_equal(program.name, "pacman");
}

static void zypps_number_is_seen(void **state)
{
	struct vpb_package_program program;
	TREE(tree);

	(void)state;
	tree_file(&tree, "run/zypp.pid", "");
	assert_false(vpb_packages_find_program(&tree.root, &program));
	tree_file(&tree, "run/zypp.pid", "123\n");
	assert_false(vpb_packages_find_program(&tree.root, &program));
	tree_file(&tree, "proc/123/comm", "zypper\n");
	assert_true(vpb_packages_find_program(&tree.root, &program));
	assert_int_equal(program.pid, 123);
	assert_string_equal(program.name, "zypper");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(locks_are_seen),
		cmocka_unit_test(dpkgs_own_is_let_through),
		cmocka_unit_test(ancestors_wait_for_us),
		cmocka_unit_test(pacmans_file_is_seen),
		cmocka_unit_test(zypps_number_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
