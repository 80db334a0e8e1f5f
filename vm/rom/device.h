/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_ROM_DEVICE_H
#define VPB_VM_ROM_DEVICE_H

#include "../../helper/core/device.h"
#include "../../helper/sys/root.h"

/*
 * The one card that a selector means: a display, else the device itself. With `is_to_be_read` it must not be in use by
 * a VM. What is wrong is said in the name of `vm rom`. Returns a negative number to go on, else the exit
 * status. The copy has no memory of its own: its texts are NULL.
 */
int vpb_rom_device_find(const struct vpb_root *root, const char *selector,
	bool is_to_be_read, struct vpb_device *ret_device);

#endif
