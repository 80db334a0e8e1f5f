/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "../../host/machine/open_files.h"
#include "tree.h"

/*
 * As on the running machine, whose links in /proc lead to what is open: /dev/null and /dev/zero
 * stand for the node of a display, since a test may open these.
 */
static void display_put(const struct tree *tree, const char *node)
{
	struct stat status;
	char text[80];

	assert_int_equal(stat(node, &status), 0);
	snprintf(text, sizeof(text), "MAJOR=%u\nMINOR=%u\nDEVNAME=dri/card1\n",
		major(status.st_rdev), minor(status.st_rdev));
	tree_card(tree);
	tree_device_link(tree, TREE_GPU, "driver", "../../../../bus/pci/drivers/nouveau");
	tree_file(tree, "sys/bus/pci/devices/" TREE_GPU "/drm/card1/uevent", text);
	tree_link(tree, "sys/class/drm/card1",
		"../../bus/pci/devices/" TREE_GPU "/drm/card1");
	tree_file(tree, "proc/77/comm", "Xorg\n");
}

/* "" where nothing has it open. */
static const char *opened(struct tree *tree, struct fixture *fixture)
{
	bool is_blind;
	long gpu;

	tree_scan(tree, "bind 01:00.0\n", fixture);
	gpu = vpb_snapshot_find(&fixture->snapshot, (struct vpb_address){.bus = 1});
	assert_true(gpu >= 0);
	assert_int_equal(vpb_open_files_read(&tree->root, &fixture->request,
				 &fixture->selection, &fixture->snapshot, &is_blind),
		0);
	return fixture->snapshot.devices[gpu].opened.reason
		       ? fixture->snapshot.devices[gpu].opened.reason
		       : "";
}

static void what_is_only_called_so_does_not_count(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree.root.is_walled = false;
	display_put(&tree, "/dev/null");
	/* A path says what it is in that process's mount namespace. */
	tree_link(&tree, "proc/77/fd/3", "/dev/dri/card1");
	tree_link(&tree, "proc/77/fd/4", "/dev/zero");
	assert_string_equal(opened(&tree, &fixture), "");
}

static void what_is_called_otherwise_counts(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree.root.is_walled = false;
	display_put(&tree, "/dev/null");
	tree_link(&tree, "proc/77/fd/4", "/dev/null");
	assert_string_equal(opened(&tree, &fixture),
		"is in use: Xorg (process 77) has /dev/dri/card1 open");
}

/* Only that driver knows which of its nodes is for which card. */
static void nodes_of_nvidia_are_told_by_their_major(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree.root.is_walled = false;
	tree_card(&tree);
	tree_device_link(&tree, TREE_GPU, "driver", "../../../../bus/pci/drivers/nvidia");
	tree_file(&tree, "proc/devices",
		"Character devices:\n  1 nvidia-frontend\n 10 misc\n\n"
		"Block devices:\n259 nvidia\n");
	tree_file(&tree, "proc/77/comm", "Xorg\n");
	tree_link(&tree, "proc/77/fd/4", "/dev/null");
	assert_string_equal(opened(&tree, &fixture),
		"is in use: Xorg (process 77) has /dev/null open");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_only_called_so_does_not_count),
		cmocka_unit_test(what_is_called_otherwise_counts),
		cmocka_unit_test(nodes_of_nvidia_are_told_by_their_major),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
