/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_folder_is_read),
		cmocka_unit_test(of_one_name_the_earlier_folder_counts),
		cmocka_unit_test(an_empty_file_hides_those_of_its_name),
		cmocka_unit_test(of_other_names_the_first_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
