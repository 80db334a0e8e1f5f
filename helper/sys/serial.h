/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_SERIAL_H
#define VPB_SYS_SERIAL_H

#include "../core/device.h"
#include "root.h"

/*
 * What tells the device from others of its model: made of its PCIe serial number, "none" where it shows
 * no such number. It stands in config space, which is read here alone: of what an image is told, and of
 * devices that may be what an image was told. Never of a device that sleeps: that would wake it. Of
 * one, and for who may not read it, ret_serial stays as it is.
 */
void vpb_serial_read(const struct vpb_root *root, struct vpb_address address,
	char ret_serial[VPB_SERIAL_BYTES]);

#endif
