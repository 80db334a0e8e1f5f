/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_VIEW_H
#define VPB_SYS_VIEW_H

#include "../core/device.h"
#include "../core/request.h"
#include "root.h"

/* Which moment the facts are of. */
enum vpb_view {
	VPB_VIEW_NOW,
	/*
	 * The next boot, as the initramfs will find the machine before udev: no driver but those
	 * that are built into the running kernel, no VFs, no overrides. What no boot changes is as
	 * it is now. In the phase VPB_PHASE_LATE: as the late service will find it, and what
	 * drivers of the host have by then is what they have now. A vfio-pci that is built in has
	 * what the command line's `vfio-pci.ids=` names.
	 */
	VPB_VIEW_NEXT_BOOT,
};

/*
 * Turns a scanned snapshot, of which no details were read, into that of the next boot; reads the
 * details of all its functions. A function that a driver of the host has now counts as one that
 * some module would claim.
 */
void vpb_view_next_boot(const struct vpb_root *root, const struct vpb_request *request,
	struct vpb_snapshot *snapshot);

#endif
