/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_POWER_H
#define VPB_SYS_POWER_H

#include "../core/match.h"
#include "root.h"

/* Reads `sleep` of a device; an unexpected value counts as not read. Wakes nothing. */
void vpb_power_read(const struct vpb_root *root, struct vpb_device *device);

/*
 * The same for each function that a line with `sleep=` claims, and for the bridges above it, whose
 * addresses were read with the details.
 */
void vpb_power_read_claimed(const struct vpb_root *root,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot);

#endif
