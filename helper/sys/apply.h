/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_APPLY_H
#define VPB_SYS_APPLY_H

#include "../core/outcome.h"
#include "root.h"

/*
 * Carries a plan out: the only code that writes to sysfs.
 */

/* Longest time that the steps of a plan may take, all together. */
#define VPB_APPLY_DEADLINE_MS 10000

/*
 * Fills `outcomes`, one for each device of the snapshot, with what is known before anything is
 * done: left, planned, or already there. Pure.
 */
void vpb_apply_expect(const struct vpb_snapshot *snapshot, const struct vpb_plan *plan,
	struct vpb_outcome *outcomes);

/*
 * Runs the plan in a child with a deadline, and writes what became of each device into
 * `outcomes` (as vpb_apply_expect() left them).
 *
 * vfio-pci is loaded first; if that fails nothing is written. A device counts as bound when
 * its driver link says so and never by what a write returned, and as released when the link does
 * not say vfio-pci any more, whether or not a driver of the host has taken it. What failed is
 * undone: the override gets the value it had (but vfio-pci only where a release failed), the host's
 * drivers are asked to take the device, and the link is read again. After a stuck child nothing
 * more is written.
 *
 * Returns 0 when all went to its end, failed or not; -ETIMEDOUT when the child was
 * abandoned, with its device in the state VPB_STATE_WORKING; or another -errno where it could not
 * be started.
 */
int vpb_apply(const struct vpb_root *root, const struct vpb_snapshot *snapshot,
	const struct vpb_plan *plan, struct vpb_outcome *outcomes) VPB_MUST_CHECK;

/*
 * The same without child and deadline, each change of an outcome told to `tell`.
 */
typedef void vpb_apply_tell(
	size_t device, const struct vpb_outcome *outcome, void *context);

void vpb_apply_steps(const struct vpb_root *root, const struct vpb_snapshot *snapshot,
	const struct vpb_plan *plan, struct vpb_outcome *outcomes, vpb_apply_tell *tell,
	void *context);

#endif
