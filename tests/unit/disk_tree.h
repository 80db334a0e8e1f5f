/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_DISK_TREE_H
#define VPB_UNIT_DISK_TREE_H

#include "../../helper/usage/usage.h"
#include "tree.h"

/*
 * Adds block devices as sysfs shows them, one a line, numbered 8:1, 8:2 and so on in the order of
 * the lines:
 *
 *   disk NAME PATH             whole, at sys/devices/PATH/NAME
 *   part NAME DISK             a partition
 *   over NAME PART,PART...     made of others; "-" for nothing
 * and after that, in any order: type=, uuid=, label=, partuuid=, partlabel=, table= (what udev
 * wrote down, encoded as it does), dm=NAME, dmuuid=, hidden, degraded, inactive (of md); what udev
 * does not write down: group=NAME (of LVM; its UUID is the same with an "id" after it),
 * members=N (of how many the whole is made); and last perhaps unread, where udev has not looked
 * at it yet.
 */
void disk_tree(const struct tree *tree, const char *table);

/* A function of a disk controller below a port, and the path of what hangs on it. */
#define DISK_PATH(bus) "pci0000:00/0000:00:" bus ".0/0000:" bus ":00.0/nvme/nvme0"

/* /proc/self/mountinfo and /proc/cmdline, which are always there. */
void disk_tree_now(const struct tree *tree, const char *mounts, const char *cmdline);

/*
 * What is known of the functions that this config selects, one a line: "02:00.0 system: REASON;
 * CURE" or "02:00.0 in use: ..."; or "02:00.0 free". The fixture keeps the text.
 */
const char *disk_tree_judge(
	const struct tree *tree, const char *config, struct fixture *fixture);

#endif
