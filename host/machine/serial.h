/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_SERIAL_H
#define VPB_HOST_MACHINE_SERIAL_H

#include "../../helper/core/carriers.h"
#include "../../helper/sys/root.h"

/*
 * What tells the device from others of its model: made of its PCIe serial number, "none" where it has
 * no such number. It stands in config space, which is read here alone, when an image is built, and of no
 * device that sleeps: that would wake it. Then, and for who may not read it, it stays "unknown".
 */
void vpb_carrier_read_serial(const struct vpb_root *root, struct vpb_carrier *carrier);

#endif
