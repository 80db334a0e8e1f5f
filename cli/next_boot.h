/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_NEXT_BOOT_H
#define VPB_CLI_NEXT_BOOT_H

#include "../helper/pipeline.h"

/*
 * Adds to the findings of a run of the next boot what becomes of devices that it does not take:
 * those that VMs have today and would lose, virtual functions of what it takes, and those that the kernel itself gives to a vfio-pci
 * that is built in. `now` has the details of all functions; `late` is the run of the real root,
 * or zeroed memory. Returns 0 or -ENOMEM.
 */
int vpb_next_boot_explain(const struct vpb_root *root, const struct vpb_snapshot *now,
	const struct vpb_run *late, struct vpb_run *next) VPB_MUST_CHECK;

#endif
