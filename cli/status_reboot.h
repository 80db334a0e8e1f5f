/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_STATUS_REBOOT_H
#define VPB_CLI_STATUS_REBOOT_H

#include "../helper/core/report_read.h"
#include "../host/machine/inventory.h"

/*
 * Adds "Reboot needed. ..." and what vfio-pci has then, where the next boot takes devices that this one was
 * not asked for and only the reboot is left (reboot.h); else nothing. 0 or -errno.
 */
int vpb_status_reboot_add(const struct vpb_root *root, const struct vpb_inventory *now,
	const struct vpb_boot_report *report, struct vpb_text *text) VPB_MUST_CHECK;

#endif
