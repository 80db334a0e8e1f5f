/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_USAGE_H
#define VPB_HOST_MACHINE_USAGE_H

#include "inventory.h"

/*
 * What the host does with its devices now: fills the facts of VPB_PHASE_LATE (core/device.h) of
 * all functions, and whether the system comes over the network. Of the disks by what udev wrote down:
 * nothing is opened and no disk wakes up, and no privilege is needed. Returns 0 or -ENOMEM.
 */
int vpb_usage_read_all(
	const struct vpb_root *root, struct vpb_snapshot *snapshot) VPB_MUST_CHECK;

/*
 * The same for the inventory. Where there is no /sys/class/block it sets `no_disks`, and what is
 * said of disks then is of no use.
 */
int vpb_inventory_read_usage(
	const struct vpb_root *root, struct vpb_inventory *inventory) VPB_MUST_CHECK;

#endif
