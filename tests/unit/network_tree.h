/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UNIT_NETWORK_TREE_H
#define UNIT_NETWORK_TREE_H

#include "disk_tree.h"

/*
 * A machine with four network cards, eth0 at 05:00.0 to eth3 at 08:00.0, and an NVMe at 02:00.0.
 * 192.0.2.0/24 is over eth1, all else over eth0; over eth2 too, and more is paid for it.
 */

#define NETWORK_TREE_HEAD \
	"Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\n"

/* The line of mountinfo for a root in memory. */
#define NETWORK_TREE_LOCAL "21 1 0:20 / / rw - tmpfs tmpfs rw\n"

/* With these lines of mountinfo. */
void network_tree_make(const struct tree *tree, const char *mounts);

/* The same with "8:1" as its root, a disk at that place. */
void network_tree_disk(const struct tree *tree, const char *name, const char *place);

/* "eth1" for each card that is refused, with a '?' where it only may be the one; of the fixture's memory. */
const char *network_tree_refused(const struct tree *tree, struct fixture *fixture);

#endif
