/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_FILES_H
#define VPB_VM_FILES_H

#include "../helper/sys/root.h"
#include "domain/judge.h"

/*
 * The files that a definition names: is the firmware there, is the ROM, may QEMU read it, and would the
 * VM's firmware run it. Nothing is written. Returns 0 or -ENOMEM.
 */
int vpb_files_judge(
	const struct vpb_root *root, const struct vpb_domain_judge *judge) VPB_MUST_CHECK;

/* Whether AppArmor or SELinux is on: they keep QEMU from files that libvirt has not named to it. */
bool vpb_files_are_guarded(const struct vpb_root *root);

#endif
