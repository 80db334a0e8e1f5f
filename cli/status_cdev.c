/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../helper/sys/folder.h"
#include "../host/terminal/language.h"
#include "status_print.h"

void vpb_status_add_cdev(
	const struct vpb_root *root, struct vpb_status_line *line, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s/vfio-dev", line->address);
	folder = vpb_folder_read(root, path);
	if (!folder.count || !line->is_on_vfio)
		return;
	snprintf(line->cdev, sizeof(line->cdev), "/dev/vfio/devices/%.32s",
		folder.entries[0]->d_name);
	line->has_cdev = vpb_root_has(root, line->cdev + 1);
	line->has_iommufd = vpb_root_has(root, "dev/iommu");
	vpb_text_add(text, "; ");
	vpb_text_add(text,
		line->has_cdev	    ? line->has_iommufd
					      ? _("for iommufd: %s")
					      : _("for iommufd: %s, but /dev/iommu is missing")
		     : line->has_iommufd ? _("for iommufd: %s is missing")
				    : _("for iommufd: %s and /dev/iommu are missing"),
		line->cdev);
}
