/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_SCAN_H
#define VPB_SYS_SCAN_H

#include "../core/device.h"
#include "../core/request.h"
#include "root.h"

/*
 * What is read once of every PCI function. Config space is never read: that would wake a
 * sleeping card.
 */

/* What is read beyond address, ids and class. */
enum vpb_scan_flags {
	VPB_SCAN_PROG_IF = 1 << 0,
	VPB_SCAN_PARENT = 1 << 1,
	VPB_SCAN_SUBSYSTEM = 1 << 2,
};

/* The flags that the request's selectors need. Pure. */
unsigned int vpb_scan_flags(const struct vpb_request *request);

/*
 * Scans once with libpci. A scan that libpci gives up (an entry that cannot be parsed, an
 * attribute that cannot be read) fails as a whole and is tried once more, since a device may
 * have gone meanwhile; then -EIO with libpci's own words in *ret_message, which the caller
 * frees and which may be NULL. *ret_snapshot is the caller's to end.
 */
int vpb_scan(const struct vpb_root *root, unsigned int flags,
	struct vpb_snapshot *ret_snapshot, char **ret_message) VPB_MUST_CHECK;

#endif
