/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_BOOT_REPORT_H
#define VPB_HOST_MACHINE_BOOT_REPORT_H

#include "../../helper/core/report_read.h"
#include "../../helper/sys/root.h"

/*
 * Reads the machine's own report, the sections of this boot; where there is none the report is
 * empty. Returns 0, -ENOMEM or another -errno where the file cannot be read.
 */
int vpb_boot_report_read(
	const struct vpb_root *root, struct vpb_boot_report *ret_report) VPB_MUST_CHECK;

#endif
