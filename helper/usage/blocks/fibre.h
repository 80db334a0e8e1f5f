/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_BLOCKS_FIBRE_H
#define VPB_USAGE_BLOCKS_FIBRE_H

#include "../../sys/root.h"

/*
 * Fibre Channel under NVMe over fabrics: the controller of the kernel's hangs on nothing in sysfs, and says
 * by the names of its port which adapter it goes over (drivers/nvme/host/fc.c).
 */

/*
 * Calls `take` with the place in sysfs of each adapter that the controller, "nvme0" up to a slash, goes
 * over: the one whose port has its names, else any, as it may be; none where it is no Fibre Channel.
 * 0, or what `take` returns.
 */
int vpb_fibre_each(const struct vpb_root *root, const char *controller,
	int (*take)(char *place, void *context), void *context) VPB_MUST_CHECK;

#endif
