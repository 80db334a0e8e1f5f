/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_LEFTOVERS_JUDGE_H
#define VPB_HOST_MACHINE_LEFTOVERS_JUDGE_H

#include "../../helper/core/selector.h"
#include "driver_modules.h"
#include "leftover.h"

/* Which of these lines vfio-prebind makes needless, and which have to stay. Pure. */
struct vpb_leftovers_scene {
	const struct vpb_leftovers *leftovers;
	const struct vpb_snapshot *now;
	const struct vpb_driver_modules *driver_modules; /* of `now` */
	const bool *given; /* one a device: VMs get it from the next boot on */
	const bool *kept; /* the same without any of these lines */
};

struct vpb_leftover_verdict {
	bool is_named; /* it is about devices that VMs get, or about vfio's modules */
	struct vpb_text
		reason; /* what it does, or why it is needless; `words` is its subject */
	struct vpb_text stays; /* why it has to stay, the same; "" where it can go */
	bool is_needed; /* it stays for a driver of the host's, and is no mistake */
};

void vpb_leftover_verdict_done(struct vpb_leftover_verdict *verdict);

/* 0 or -ENOMEM; the caller has zeroed *ret_verdict, and ends it. */
int vpb_leftover_judge(const struct vpb_leftovers_scene *scene, size_t index,
	struct vpb_leftover_verdict *ret_verdict) VPB_MUST_CHECK;

/*
 * The next item of the `ids` of an IDS, as the kernel reads it (selector.h); the first at *rest, which
 * goes on to the one after it. False after the last; what the kernel skips is left out. *ret_item is
 * where it stands.
 */
bool vpb_leftover_next_id(
	const char **rest, const char **ret_item, struct vpb_selector *ret_selector);

#endif
