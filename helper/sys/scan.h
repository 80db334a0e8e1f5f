/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_SCAN_H
#define VPB_SYS_SCAN_H

#include "../core/device.h"
#include "../core/request.h"
#include "root.h"

/*
 * What is read once of every PCI function, from the attributes that the kernel shows of it in
 * sysfs. Config space is never read: that would wake a sleeping card.
 */

/* What is read beyond address, ids and class. */
enum vpb_scan_flags {
	VPB_SCAN_PARENT = 1 << 0,
	VPB_SCAN_SUBSYSTEM = 1 << 1,
};

/* The flags that the request's selectors need. Pure. */
unsigned int vpb_scan_flags(const struct vpb_request *request);

/*
 * Scans once. Where an entry is no address, or an attribute cannot be read, all of it fails, since
 * a display that nobody sees would be no twin and no neighbour; it is tried once more, as a device
 * may have gone meanwhile. Then the errno of that, and in *ret_message the file and what is wrong
 * with it, which the caller frees and which may be NULL. *ret_snapshot is the caller's to end.
 */
int vpb_scan(const struct vpb_root *root, unsigned int flags,
	struct vpb_snapshot *ret_snapshot, char **ret_message) VPB_MUST_CHECK;

#endif
