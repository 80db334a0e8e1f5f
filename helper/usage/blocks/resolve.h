/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_BLOCKS_RESOLVE_H
#define VPB_USAGE_BLOCKS_RESOLVE_H

#include "../needs/list.h"
#include "blocks.h"

enum vpb_resolution {
	VPB_RESOLVED, /* every part of it was found, down to the hardware, or to none */
	VPB_RESOLVED_NETWORK, /* it comes over the network */
	VPB_INCOMPLETE, /* an array or group in it lacks members, wherever they are */
	VPB_UNRESOLVED, /* not found, or made of something unknown */
};

/*
 * Finds what a name of needs/list.h means, and all that this is made of: the disk of a partition, the
 * members of dm, md, bcache, of a file system on several devices and of a volume that is not
 * open yet. Each is marked in `marks`, which has one place a block device and was cleared.
 * *ret_is_spread says that what was found is one of perhaps more devices of a file system, pool or
 * array that are not all there yet.
 */
enum vpb_resolution vpb_resolve(const struct vpb_root *root,
	const struct vpb_blocks *blocks, const struct vpb_needs *needs, const char *name,
	bool *marks, bool *ret_is_spread) VPB_MUST_CHECK;

#endif
