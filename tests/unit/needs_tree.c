/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "needs_tree.h"

#include <string.h>

void needs_tree_make(const struct tree *tree, const struct needs_table *table)
{
	tree_device(tree, "0000:02:00.0", "144d:a80a:010802");
	tree_device(tree, "0000:03:00.0", "144d:a80a:010802");
	disk_tree(tree, table->disks ? table->disks : DISKS);
	tree_link(tree, "dev/disk/by-path/pci-0000:03:00.0-nvme-1-part1",
		"../../nvme1n1p1");
	disk_tree_now(tree, ROOT_MOUNTED, table->cmdline ? table->cmdline : "quiet\n");
	if (table->fstab)
		tree_file(tree, "etc/fstab", table->fstab);
	if (table->crypttab)
		tree_file(tree, "etc/crypttab", table->crypttab);
}

bool needs_tree_is_as_told(const struct needs_table *table, const char *judged)
{
	if (!table->is_kept)
		return strcmp(judged, "03:00.0 free\n") == 0;
	return strstr(judged, "carries nvme1n1p1, which the system needs");
}

void assert_tables(const struct needs_table *tables, size_t count)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text wrong = {};

	for (size_t i = 0; i < count; i++) {
		FIXTURE(fixture);
		TREE(tree);
		const char *judged;

		needs_tree_make(&tree, &tables[i]);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!needs_tree_is_as_told(&tables[i], judged))
			vpb_text_add(&wrong, "%zu: %s", i, judged);
	}
	if (wrong.data)
		fail_msg("%s", wrong.data);
}
