/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_CARRIERS_H
#define VPB_SYS_CARRIERS_H

#include "../core/carriers.h"
#include "root.h"

/*
 * As vpb_carriers_apply(), and reads first what it needs to know of devices that nothing selects:
 * their subsystems and the bridges above. 0 or -ENOMEM.
 */
int vpb_carriers_settle(const struct vpb_root *root, const struct vpb_carriers *carriers,
	bool is_from_image, struct vpb_snapshot *snapshot) VPB_MUST_CHECK;

/*
 * Does so with what this image has in VPB_CARRIERS_FILE, if anything selects a device that may carry
 * the system. One without that file is as before there was any: built by an older version, or where the
 * running system could not be seen. 0 or -ENOMEM.
 */
int vpb_carriers_read(const struct vpb_root *root, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot) VPB_MUST_CHECK;

#endif
