/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_RESET_H
#define VPB_HOST_MACHINE_RESET_H

#include "inventory.h"

/*
 * Whether a device can be reset, so that the next VM does not find what the last one left in it. By
 * `reset_method`, which the kernel shows from 5.15 on (drivers/pci/pci.c, pci_reset_fn_methods), and
 * where that names nothing by the bus: VFIO resets a whole bus where it has all that is on it
 * (drivers/vfio/pci/vfio_pci_core.c, vfio_pci_dev_set_try_reset()). Pure.
 */
enum vpb_reset {
	VPB_RESET_UNKNOWN, /* the kernel does not say */
	VPB_RESET_ALONE,
	VPB_RESET_WITH_BUS, /* with all that is on its bus, see vpb_reset_is_beside() */
	VPB_RESET_NONE,
	VPB_RESET_FAILS, /* of a family whose reset is known to fail */
};

enum vpb_reset vpb_reset_judge(const struct vpb_inventory *inventory, size_t device);

/* Whether they are on one bus. */
bool vpb_reset_is_beside(
	const struct vpb_snapshot *snapshot, size_t device, size_t other);

/* The family that it is of, of those whose reset is known to fail, or NULL. */
const char *vpb_reset_family(const struct vpb_device *device);

#endif
