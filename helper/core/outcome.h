/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_OUTCOME_H
#define VPB_CORE_OUTCOME_H

#include <stdbool.h>
#include <stdint.h>

#include "device.h"
#include "plan.h"

/* What became of a device at this run. */
enum vpb_state {
	VPB_STATE_LEFT, /* with the host: not selected, or refused */
	VPB_STATE_PLANNED, /* selected, and nothing was done yet */
	VPB_STATE_BOUND, /* the driver link says vfio-pci, and did not when first seen */
	VPB_STATE_ALREADY, /* vfio-pci had it when first seen */
	VPB_STATE_WORKING, /* a step was begun; with no later word, it is stuck there */
	VPB_STATE_FAILED, /* a step failed, and what was done to the device was undone */
	VPB_STATE_RELEASED, /* of a release: it is not on vfio-pci, or is so no more */
	VPB_STATE_UNKNOWN, /* read from a report: a word of a later version's */
};

struct vpb_outcome {
	enum vpb_state state;
	enum vpb_step_kind step; /* of WORKING and FAILED */
	/* When FAILED: positive errno; EBUSY, ENODEV also where the link did not follow. */
	int error;
	bool undo_failed; /* of FAILED: the override is not as it was */
	enum vpb_sleep sleep; /* what was written to `power/control`, also of a bridge */
	int sleep_error; /* positive errno where it could not be, here or at a bridge above */
	/* When BOUND, or RELEASED by a step: since boot, when the link was seen. */
	uint64_t linked_us;
	char driver[VPB_NAME_BYTES]; /* the driver link, when last looked at */
	char variant[VPB_NAME_BYTES]; /* the driver that it is to have; "" for vfio-pci */
	int variant_error; /* positive errno where that could not be had, and vfio-pci is its driver */
};

/* "left", "planned", "bound", "already", "stuck", "failed", "released". */
const char *vpb_state_name(enum vpb_state state);
enum vpb_state vpb_state_parse(const char *name);

#endif
