/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_DETAILS_H
#define VPB_SYS_DETAILS_H

#include "../core/device.h"
#include "../core/match.h"
#include "root.h"

/*
 * Facts that are read only where they may matter, since each costs a file. An attribute with
 * an unexpected value is remembered in the device and is no error.
 */

/*
 * Reads the details of every function in the slots of claimed devices, of the audio that may be
 * a claimed display's, the bridges above these, and the other members of their IOMMU groups; of
 * all displays, where one is claimed, whether the host may be left with them; and what is known of
 * the machine as a whole.
 */
void vpb_details_read(const struct vpb_root *root, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot);

/* Reads the details of all functions, and the bridges above each. */
void vpb_details_read_all(const struct vpb_root *root, struct vpb_snapshot *snapshot);

/*
 * Reads one attribute that is a number; an unexpected value is 0, and remembered in the device. Returns 0, or -errno where it cannot be read.
 */
int vpb_details_read_number(const struct vpb_root *root, struct vpb_device *device,
	const char *name, int base, unsigned long max,
	unsigned long *ret_value) VPB_MUST_CHECK;

/* Reads the subsystem, and the bridges above it up to the root bus. */
void vpb_details_read_identity(const struct vpb_root *root, struct vpb_snapshot *snapshot,
	struct vpb_device *device);

/* Reads only the bridge above this function. */
void vpb_details_read_parent(const struct vpb_root *root, struct vpb_device *device);

#endif
