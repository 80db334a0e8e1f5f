/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DISKS_H
#define VPB_VM_DISKS_H

#include "../helper/sys/root.h"
#include "domain/judge.h"

/*
 * The host's block devices that a definition gives to the VM: is it a whole disk, and has the host something
 * on it, by what the disk guards know (helper/usage). No disk is opened. Returns 0 or -ENOMEM.
 */
int vpb_disks_judge(
	const struct vpb_root *root, const struct vpb_domain_judge *judge) VPB_MUST_CHECK;

#endif
