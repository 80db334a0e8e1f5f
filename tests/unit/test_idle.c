/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is built on a disk and used by nobody, and how it is freed. */

#include <stdio.h>
#include <string.h>

#include "two_disks.h"

static void idle_stacks_come_with_the_way_to_free_them(void **state)
{
	static const struct {
		const char *stack, *reason, *fix;
	} stacks[] = {
		{"over dm-0 nvme1n1p1 dm=my--vg-a--lv dmuuid=LVM-1\n"
		 "over dm-1 nvme1n1p1 dm=my--vg-b dmuuid=LVM-2",
			"carries nvme1n1p1, which is a part of dm-0 (my--vg-a--lv), dm-1 (my--vg-b)",
			"vgchange -an my-vg"},
		/* One name within another. */
		{"over dm-0 nvme1n1p1 dm=data2-a dmuuid=LVM-1\n"
		 "over dm-1 nvme1n1p1 dm=data-a dmuuid=LVM-2",
			"carries nvme1n1p1, which is a part of dm-0 (data2-a), dm-1 (data-a)",
			"vgchange -an data2 && vgchange -an data"},
		{"over dm-0 nvme1n1p1 dm=secret dmuuid=CRYPT-LUKS2-1",
			"carries nvme1n1p1, which is a part of dm-0 (secret)",
			"cryptsetup close secret"},
		{"over md127 nvme1n1p1", "carries nvme1n1p1, which is a part of md127",
			"mdadm --stop /dev/md127"},
		{"over md127 nvme1n1p1 inactive",
			"carries nvme1n1p1, which is a part of md127",
			"mdadm --stop /dev/md127"},
		{"over bcache0 nvme1n1p1",
			"carries nvme1n1p1, which is a part of bcache0",
			"echo 1 > /sys/block/bcache0/bcache/stop"},
		{"over dm-0 nvme1n1 dm=mpatha dmuuid=mpath-1",
			"carries nvme1n1, which is a part of dm-0 (mpatha)",
			"multipath -f mpatha"},
		{"over dm-0 nvme1n1 dm=other",
			"carries nvme1n1, which is a part of dm-0 (other)",
			"dmsetup remove other"},
		{"part nvme1n1p2 nvme1n1\nover md0 nvme1n1p1,nvme1n1p2",
			"carries nvme1n1p1, nvme1n1p2, which are parts of md0",
			"mdadm --stop /dev/md0"},
		{"over dm-0 dm-1 dm=vg-lv dmuuid=LVM-1\nover dm-1 md0 dm=luks dmuuid=CRYPT-1\n"
		 "over md0 nvme0n1p1,nvme1n1p1",
			"carries nvme1n1p1, which is a part of dm-0 (vg-lv), dm-1 (luks), md0",
			"vgchange -an vg && cryptsetup close luks && mdadm --stop "
			"/dev/md0"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(stacks); i++) {
		MACHINE(tree);
		char disks[600], expected[400];

		snprintf(disks, sizeof(disks), ROOT_DISK MINE "%s", stacks[i].stack);
		disk_tree(&tree, disks);
		snprintf(expected, sizeof(expected),
			"03:00.0 in use: %s; to free it, run: %s\n", stacks[i].reason,
			stacks[i].fix);
		assert_judged(&tree, BIND, expected);
	}
}

/* What bcache was told of it keeps: data that wait for a cache, a cache that nobody uses. */
static void bcache_keeps_what_it_has_registered(void **state)
{
	static const struct {
		const char *over, *file, *reason, *fix;
	} rows[] = {
		{"", "bcache/stop",
			"carries nvme1n1p1, which is a part of bcache, which has registered it",
			"echo 1 > /sys/class/block/nvme1n1p1/bcache/stop"},
		{"", "bcache/set/stop",
			"carries nvme1n1p1, which is a part of bcache, which has registered it",
			"echo 1 > /sys/class/block/nvme1n1p1/bcache/set/stop"},
		{"over bcache0 nvme1n1p1", "bcache/stop",
			"carries nvme1n1p1, which is a part of bcache0",
			"echo 1 > /sys/block/bcache0/bcache/stop"},
		{"over bcache0 nvme1n1p1", "bcache/set/stop",
			"carries nvme1n1p1, which is a part of bcache0",
			"echo 1 > /sys/block/bcache0/bcache/stop && "
			"echo 1 > /sys/class/block/nvme1n1p1/bcache/set/stop"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		MACHINE(tree);
		char disks[600], path[300], expected[400];

		snprintf(disks, sizeof(disks), ROOT_DISK MINE "%s", rows[i].over);
		disk_tree(&tree, disks);
		snprintf(path, sizeof(path),
			"sys/devices/" DISK_PATH("03") "/nvme1n1/nvme1n1p1/%s",
			rows[i].file);
		tree_file(&tree, path, "");
		snprintf(expected, sizeof(expected),
			"03:00.0 in use: %s; to free it, run: %s\n", rows[i].reason,
			rows[i].fix);
		assert_judged(&tree, BIND, expected);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(idle_stacks_come_with_the_way_to_free_them),
		cmocka_unit_test(bcache_keeps_what_it_has_registered),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
