/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_OPEN_FILES_H
#define VPB_HOST_MACHINE_OPEN_FILES_H

#include "../../helper/core/match.h"
#include "../../helper/sys/root.h"

/*
 * Who has the claimed devices open: their nodes in /dev for graphics, accelerators and sound, those
 * of NVIDIA's own driver, and those of vfio, of the device and of its IOMMU group. Disks have an
 * answer of their own, see usage/.
 *
 * Found by looking at what every process has open, so it tells of one moment: what is opened later
 * is not seen. The kernel then waits in the unbind until that is closed again (snd_card_free(),
 * vfio_unregister_group_dev()), and the deadline of the steps is what ends our waiting.
 */

/*
 * Fills `opened` of each claimed device that would be taken from its driver; one that needs no
 * step is not looked at. Returns 0 or -ENOMEM. *ret_is_blind says that there are processes which
 * only root may look at.
 */
int vpb_open_files_read(const struct vpb_root *root, const struct vpb_request *request,
	const struct vpb_selection *selection, struct vpb_snapshot *snapshot,
	bool *ret_is_blind) VPB_MUST_CHECK;

#endif
