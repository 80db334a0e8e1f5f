/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_BLOCKS_REMOTE_H
#define VPB_USAGE_BLOCKS_REMOTE_H

#include "blocks.h"

/* Block devices that come over a network, and from where. */

/* One way to such a device; empty where that is not known. */
struct vpb_remote {
	const char *kind; /* a constant, for a person: "iSCSI", "NVMe over tcp" */
	char address[64]; /* of the peer, IPv4 or IPv6 */
	char interface[64]; /* the network card's, where it goes over that one and no other */
};

/*
 * Calls `take` for each way to that device over a network; none where it is a disk of this machine.
 * 0, or what `take` returns.
 */
int vpb_remote_each(const struct vpb_root *root, const struct vpb_block *block,
	int (*take)(const struct vpb_remote *remote, void *context),
	void *context) VPB_MUST_CHECK;

#endif
