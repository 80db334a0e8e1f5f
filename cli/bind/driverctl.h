/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_BIND_DRIVERCTL_H
#define VPB_CLI_BIND_DRIVERCTL_H

#include "../../helper/pipeline.h"

/*
 * A release lasts until the next boot, where driverctl sets again what it has kept in
 * /etc/driverctl.d (its 05-driverctl.rules): a warning for each device that is given back and has
 * a file there. Reads only. Returns 0 or -ENOMEM.
 */
int vpb_driverctl_explain(
	const struct vpb_root *root, struct vpb_run *run) VPB_MUST_CHECK;

#endif
