/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_PARTS_H
#define VPB_USAGE_PARTS_H

#include "../core/device.h"
#include "blocks/blocks.h"
#include "holds.h"
#include "needs/list.h"

/* The parts of vpb_usage_read(), one a question. 0 or -ENOMEM where they return something. */

/* Everything they look at. */
struct vpb_usage {
	const struct vpb_root *root;
	const struct vpb_blocks *blocks;
	const struct vpb_needs *needs;
	const bool *is_candidate; /* one a device: claimed, and to be looked at */
	struct vpb_snapshot *snapshot;
};

/* What of the system, and of what is mounted, is where. */
int vpb_usage_find_uses(const struct vpb_usage *usage) VPB_MUST_CHECK;

/*
 * What was not found may be on any candidate, but for those whose disks were all read and do not
 * have it. Where `only_unknown`, only on those whose disks were not seen or read yet: what
 * may lack a part, or can be done without.
 */
int vpb_usage_mark_unresolved(const struct vpb_usage *usage, const struct vpb_need *need,
	bool only_unknown) VPB_MUST_CHECK;

/* What is built on the candidates' disks, and is idle. */
int vpb_usage_find_holders(const struct vpb_usage *usage) VPB_MUST_CHECK;

/*
 * Opens every disk of the candidates that nothing speaks against, with O_EXCL: the kernel allows
 * it only while nobody else holds it that way, be it for a mount, for swap or as a part of
 * something (block/bdev.c, bd_may_claim), and while it is held nobody else can. Reading only:
 * closing a disk that was open for writing would make udev look at it.
 */
int vpb_usage_open_disks(
	const struct vpb_usage *usage, struct vpb_holds *holds) VPB_MUST_CHECK;

/* Which cards carry the network root and the default route. */
void vpb_usage_find_network(const struct vpb_usage *usage, bool has_network_root);

/* Which volume waits for a security token, which may be on any USB controller. */
int vpb_usage_find_token(const struct vpb_usage *usage) VPB_MUST_CHECK;

/*
 * Where the keyboards are. With `may_wait`, on a running machine where all that were found would go
 * to VMs, it waits up to three seconds for one more.
 */
void vpb_usage_find_keyboards(const struct vpb_usage *usage, bool may_wait);

#endif
