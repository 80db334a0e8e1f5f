/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_CARRIERS_H
#define VPB_HOST_MACHINE_CARRIERS_H

#include "../../helper/core/carriers.h"
#include "../../helper/sys/root.h"

/*
 * Which functions carry the system as it runs now: what an image that is built now is told, but for
 * serial numbers (helper/sys/serial.h). Returns 0, -ENOMEM, or -EIO with what is wrong in *ret_message (see
 * vpb_scan()); *ret_carriers is the caller's to end.
 */
int vpb_carriers_look(const struct vpb_root *root, struct vpb_carriers *ret_carriers,
	char **ret_message) VPB_MUST_CHECK;

/*
 * What hides the machine that images built here are for, as a constant: a container has another's
 * file systems, and a folder with chroot(2) may be the system of any machine. NULL where this is the
 * running system.
 */
const char *vpb_carriers_hidden_by(const struct vpb_root *root);

#endif
