/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "view.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../core/match.h"
#include "details.h"
#include "modules.h"

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

/*
 * A vfio-pci that is built in takes what `vfio-pci.ids=` names as soon as the kernel sees it, where
 * its probe allows that (drivers/vfio/pci/vfio_pci_core.c: in a group, and no bridge). Of
 * modprobe.d it knows nothing.
 */
static bool is_taken_by_kernel(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	for (size_t i = 0; i < request->rule_count; i++)
		if (request->rules[i].from_vfio_ids &&
			request->rules[i].origin.kind == VPB_ORIGIN_CMDLINE &&
			vpb_selector_matches(
				&request->rules[i].selector, snapshot, device))
			return device->has_group && !device->is_bridge;
	return false;
}

void vpb_view_next_boot(const struct vpb_root *root, const struct vpb_request *request,
	struct vpb_snapshot *snapshot)
{
	bool built_in = vpb_root_has(root, VPB_DRIVER_DIRECTORY) &&
			is_built_in(root, VPB_DRIVER_NAME);
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
		/* Neither vfio-pci nor pci-stub takes a device at boot unless it is told. */
		if (vpb_device_is_for_vms(&device) ||
			(snapshot->phase == VPB_PHASE_EARLY &&
				!is_built_in(root, device.driver)))
			device.driver[0] = '\0';
		device.has_variant = false;
		if (built_in && !device.driver[0] &&
			is_taken_by_kernel(request, snapshot, &device))
			strcpy(device.driver, VPB_DRIVER_NAME);
		snapshot->devices[kept++] = device;
	}
	snapshot->device_count = kept;
}
