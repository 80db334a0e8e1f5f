/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_PLAN_SLEEP_H
#define VPB_CORE_PLAN_SLEEP_H

#include "plan.h"

/* What the files of the plan share; nobody else includes this. 0 or -ENOMEM, both. */

int vpb_plan_add_step(struct vpb_plan *plan, struct vpb_step step) VPB_MUST_CHECK;

/*
 * Adds the steps for one selected function, and for those bridges above it that have none yet. Back
 * to the host, a bridge is as it was before only when nothing that stays on vfio-pci is below it.
 */
int vpb_plan_add_sleep(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_selection *selection,
	size_t function, struct vpb_plan *plan) VPB_MUST_CHECK;

#endif
