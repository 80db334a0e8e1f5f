/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_NEEDS_TREE_H
#define VPB_UNIT_NEEDS_TREE_H

#include "disk_tree.h"

/* 02:00.0 has the system, 03:00.0 is the one that is asked for: its partition is UUID=given. */
#define BIND "bind 03:00.0\n"
#define SYSTEM_DISK \
	"disk nvme0n1 " DISK_PATH("02") "\npart nvme0n1p1 nvme0n1 type=ext4 uuid=root\n" \
					"part nvme0n1p2 nvme0n1 type=ext4 uuid=other\n"
#define GIVEN_DISK SYSTEM_DISK "disk nvme1n1 " DISK_PATH("03") "\npart nvme1n1p1 nvme1n1 "
#define DISKS GIVEN_DISK "type=ext4 uuid=given label=my\\x20data partlabel=one\n"
#define UNREAD GIVEN_DISK "unread\n"
#define ROOT_MOUNTED "22 1 8:2 / / rw - ext4 /dev/nvme0n1p1 rw\n"
/* What a boot can do without, until something stands on it. */
#define OPTIONAL "UUID=given /srv ext4 nofail 0 2\n"

/* What a machine says that it needs, each NULL where there is no such file. */
struct needs_table {
	const char *fstab, *crypttab, *cmdline, *disks;
	bool is_kept;
};

void needs_tree_make(const struct tree *tree, const struct needs_table *table);

/* Kept because the disk has it, and never because something was not found. */
bool needs_tree_is_as_told(const struct needs_table *table, const char *judged);

/* All of them are tried, so that a failure shows which belong together. */
void assert_tables(const struct needs_table *tables, size_t count);

#endif
