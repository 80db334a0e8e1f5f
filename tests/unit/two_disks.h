/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_TWO_DISKS_H
#define VPB_UNIT_TWO_DISKS_H

#include "disk_tree.h"

/* Two disks: 02:00.0 has the system, 03:00.0 is the one that is asked for. */
#define SYSTEM "0000:02:00.0"
#define GIVEN "0000:03:00.0"
#define BIND "bind 03:00.0\n"
#define ROOT_DISK \
	"disk nvme0n1 " DISK_PATH( \
		"02") "\n" \
		      "part nvme0n1p1 nvme0n1 type=ext4 uuid=1111-aaaa label=root partuuid=p1 partlabel=one\n"
#define MINE \
	"disk nvme1n1 " DISK_PATH( \
		"03") "\n" \
		      "part nvme1n1p1 nvme1n1 type=ext4 uuid=2222-bbbb label=my\\x20data partuuid=p2\n"
#define ROOT_MOUNTED "22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw\n"
#define ADD_NOFAIL "; if the host can do without it, add 'nofail' in "
#define OTHER_DISK "; give the VM another disk\n"

/* The functions, the root file system mounted, and the command line; the disks are to be added. */
void two_disks_make(const struct tree *tree);

#define MACHINE(tree) \
	TREE(tree); \
	two_disks_make(&tree)

void assert_judged(const struct tree *tree, const char *config, const char *expected);
void assert_free(const struct tree *tree);

/* Something keeps the disk, and the text has this in it. */
void assert_kept(const struct tree *tree, const char *part);

#endif
