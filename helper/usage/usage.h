/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_USAGE_H
#define VPB_USAGE_USAGE_H

#include "../core/match.h"
#include "blocks/tags.h"
#include "holds.h"

/*
 * Facts of the claimed functions that only the real root has: what the system keeps on the disks
 * below them, what uses these disks, which of them carry the network and the keyboards.
 *
 * What cannot be found may be anywhere: a name of fstab that no disk has may be on any disk that was
 * claimed. In the end the kernel says whether a disk is free (open.c).
 */

struct vpb_usage_how {
	vpb_tags_read *read_tags;
	/*
	 * The boot's own run: it looks at what only it judges, and waits for a keyboard that may be
	 * slow to show. Else every claim is looked at, companions too, and nothing is waited for.
	 */
	bool is_boot;
	/* NULL: no disk is opened, as for a dry run; others could not use it meanwhile. */
	struct vpb_holds *holds;
};

/*
 * Fills the facts about disks, network and keyboards, if any claim may carry one; else it reads
 * nothing. Returns 0 or -ENOMEM.
 */
int vpb_usage_read(const struct vpb_root *root, const struct vpb_usage_how *how,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot) VPB_MUST_CHECK;

#endif
