/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_OPEN_FILES_H
#define VPB_HOST_MACHINE_OPEN_FILES_H

#include "../../helper/core/match.h"
#include "../../helper/sys/root.h"

/*
 * Which processes have the claimed devices open: their nodes in /dev for graphics, accelerators and
 * sound, those of NVIDIA's own driver, and those of vfio, for the device and for its IOMMU group.
 * Disks are looked at in helper/usage/. What is open is told by its number, see open_nodes.h.
 *
 * It looks at what every process has open at one moment; what is opened later is not seen. The
 * kernel then waits in the unbind until that is closed again (snd_card_free(),
 * vfio_unregister_group_dev()), and the deadline of the steps ends our waiting.
 */

/*
 * Fills `opened` of each claimed device that would be taken from its driver; one that needs no
 * step is skipped. Returns 0 or -ENOMEM. *ret_is_blind says that there are processes which
 * only root may look at.
 */
int vpb_open_files_read(const struct vpb_root *root, const struct vpb_request *request,
	const struct vpb_selection *selection, struct vpb_snapshot *snapshot,
	bool *ret_is_blind) VPB_MUST_CHECK;

#endif
