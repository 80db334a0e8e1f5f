/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view.h"

#include <limits.h>
#include <stdio.h>

#include "details.h"

/*
 * A driver that came with a module has a link to it; of what is built in there is none, or one
 * to a folder without `initstate` (kernel/module/sysfs.c, kernel/params.c).
 */
static bool is_built_in(const struct vpb_root *root, const char *driver)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "sys/bus/pci/drivers/%s/module/initstate", driver);
	return !vpb_root_has(root, path);
}

void vpb_view_next_boot(const struct vpb_root *root, struct vpb_snapshot *snapshot)
{
	size_t kept = 0;

	vpb_details_read_all(root, snapshot);
	for (size_t i = 0; i < snapshot->device_count; i++) {
		struct vpb_device device = snapshot->devices[i];

		if (device.is_vf)
			continue;
		device.vf_count = 0;
		device.driver_override[0] = '\0';
		if (device.driver[0] && !vpb_device_is_for_vms(&device))
			device.has_module = true;
		/* Neither vfio-pci nor pci-stub takes a device at boot by itself. */
		if (vpb_device_is_for_vms(&device) ||
			(snapshot->phase == VPB_PHASE_EARLY &&
				!is_built_in(root, device.driver)))
			device.driver[0] = '\0';
		snapshot->devices[kept++] = device;
	}
	snapshot->device_count = kept;
}
