/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../helper/sys/kmod.h"
#include "../../helper/sys/modules.h"
#include "tree.h"

/* The folders of modprobe.d(5), in the order in which a file of one name counts. */
static const char *const folders[] = {"etc/modprobe.d", "run/modprobe.d",
	"usr/local/lib/modprobe.d", "usr/lib/modprobe.d", "lib/modprobe.d"};

enum {
	FOLDERS = sizeof(folders) / sizeof(*folders),
};

/* A file of that name whose line runs a program called as the folder's place in the order. */
static void install_put(struct tree *tree, size_t folder, const char *name)
{
	char path[128], line[128];

	snprintf(path, sizeof(path), "%s/%s", folders[folder], name);
	snprintf(line, sizeof(line), "install vfio-pci /bin/from-%zu\n", folder);
	tree_file(tree, path, line);
}

static void install_expect(const struct tree *tree, size_t folder)
{
	struct vpb_snapshot snapshot = {};
	char want[64];

	snprintf(want, sizeof(want), "/bin/from-%zu", folder);
	assert_int_equal(vpb_modules_read_config(&tree->root, &snapshot), 0);
	assert_non_null(snapshot.install_command);
	assert_string_equal(snapshot.install_command, want);
	vpb_snapshot_done(&snapshot);
}

static void each_folder_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < FOLDERS; i++) {
		TREE(tree);

		install_put(&tree, i, "vfio.conf");
		install_expect(&tree, i);
	}
}

static void of_one_name_the_earlier_folder_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i < FOLDERS; i++)
		for (size_t j = i + 1; j < FOLDERS; j++) {
			TREE(tree);

			install_put(&tree, j, "vfio.conf");
			install_put(&tree, i, "vfio.conf");
			install_expect(&tree, i);
		}
}

/* As a user takes a distribution's file out of the way. */
static void an_empty_file_hides_those_of_its_name(void **state)
{
	struct vpb_snapshot snapshot = {};
	TREE(tree);

	(void)state;
	install_put(&tree, FOLDERS - 2, "vfio.conf");
	tree_file(&tree, "etc/modprobe.d/vfio.conf", "");
	assert_int_equal(vpb_modules_read_config(&tree.root, &snapshot), 0);
	assert_null(snapshot.install_command);
	vpb_snapshot_done(&snapshot);
}

/* By name, whatever folder they are in. */
static void of_other_names_the_first_counts(void **state)
{
	TREE(tree);

	(void)state;
	install_put(&tree, 0, "vfio.conf");
	install_put(&tree, FOLDERS - 2, "00-vfio.conf");
	install_expect(&tree, FOLDERS - 2);
}

/* libkmod would wait for somebody who writes into it. */
static void a_fifo_is_passed_over(void **state)
{
	struct vpb_snapshot snapshot = {};
	TREE(tree);

	(void)state;
	install_put(&tree, 0, "vfio.conf");
	tree_link(&tree, "etc/modprobe.d/00-off.conf", "/dev/null");
	install_put(&tree, FOLDERS - 2, "00-off.conf");
	assert_int_equal(mkfifoat(tree.root.fd, "etc/modprobe.d/00-fifo.conf", 0600), 0);
	alarm(20);
	assert_int_equal(vpb_modules_read_config(&tree.root, &snapshot), 0);
	alarm(0);
	assert_string_equal(snapshot.install_command, "/bin/from-0");
	assert_non_null(strstr(snapshot.odd_config, "/etc/modprobe.d/00-fifo.conf"));
	vpb_snapshot_done(&snapshot);
}

static void an_index_that_is_a_fifo_is_not_opened(void **state)
{
	char folder[PATH_MAX];
	TREE(tree);

	(void)state;
	tree_file(&tree, "lib/modules/6.1/modules.dep.bin", "");
	assert_int_equal(vpb_kmod_index_find(&tree.root, "6.1", folder), 0);
	assert_int_equal(
		mkfifoat(tree.root.fd, "lib/modules/6.1/modules.alias.bin", 0600), 0);
	alarm(20);
	assert_int_equal(vpb_kmod_index_find(&tree.root, "6.1", folder), -EINVAL);
	assert_null(vpb_kmod_open_release(&tree.root, "6.1"));
	alarm(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_folder_is_read),
		cmocka_unit_test(of_one_name_the_earlier_folder_counts),
		cmocka_unit_test(an_empty_file_hides_those_of_its_name),
		cmocka_unit_test(of_other_names_the_first_counts),
		cmocka_unit_test(a_fifo_is_passed_over),
		cmocka_unit_test(an_index_that_is_a_fifo_is_not_opened),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
