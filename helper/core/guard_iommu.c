/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guard.h"
#include "guard_looks.h"

static bool any_has_group(const struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->device_count; i++)
		if (snapshot->devices[i].has_group)
			return true;
	return false;
}

/* The IOMMU is on; drivers/iommu/intel/iommu.c has a word that leaves out Intel's displays alone. */
static void left_out_tell(
	const struct vpb_device *device, struct vpb_text *reason, struct vpb_text *fix)
{
	vpb_text_add(reason,
		"is in no IOMMU group: the IOMMU is on, but leaves this device out");
	if (device->vendor != 0x8086 || !vpb_device_is_display(device)) {
		vpb_text_add(fix,
			"look in the kernel's log for the reason: journalctl -k -g "
			"'DMAR|AMD-Vi|IOMMU'");
		return;
	}
	vpb_text_add(reason,
		", as 'igfx_off' among the values of intel_iommu= and some kernels by default "
		"do");
	vpb_text_add(
		fix, "have intel_iommu=on on the kernel command line, without igfx_off");
}

bool vpb_look_no_iommu(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (device->has_group || scene->snapshot->noiommu)
		return false;
	if (any_has_group(scene->snapshot)) {
		left_out_tell(device, reason, fix);
		return true;
	}
	vpb_text_add(reason, "is in no IOMMU group: the IOMMU is off");
	vpb_text_add(fix,
		"turn on VT-d or AMD-Vi in the firmware setup; on Intel, add intel_iommu=on to "
		"the kernel command line");
	return true;
}
