/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_BLOCKS_REMOTE_KIND_H
#define VPB_USAGE_BLOCKS_REMOTE_KIND_H

/* What is above a controller of NVMe over fabrics in sysfs. */
#define VPB_FABRICS "/nvme-fabrics/ctl/"

/*
 * How a block device of that name, at that place of sysfs, comes over a network, told by its name or
 * by what is above it: "iSCSI", as a constant; NULL where it does not. Pure.
 */
const char *vpb_remote_kind(const char *name, const char *place);

#endif
