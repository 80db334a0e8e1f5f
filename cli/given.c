/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "given.h"

#include <errno.h>

#include "../host/machine/facts.h"
#include "late_forecast.h"

static int keyboard_look(const struct vpb_root *root, const struct vpb_device *now,
	struct vpb_run *run, size_t device)
{
	(void)root;
	if (!now->keyboard_count)
		return 0;
	return vpb_findings_say(&run->findings, VPB_KIND_KEYBOARD_GIVEN, (long)device,
		NULL, "has a keyboard plugged in today, and is given to VMs",
		"put the keyboard into a socket of another controller");
}

static int reserved_look(const struct vpb_root *root, const struct vpb_device *now,
	struct vpb_run *run, size_t device)
{
	const struct vpb_device *next = &run->snapshot.devices[device];

	(void)now;
	if (!next->has_group || !vpb_facts_group_is_reserved(root, next->group))
		return 0;
	return vpb_findings_say(&run->findings, VPB_KIND_RESERVED, (long)device, NULL,
		"is in an IOMMU group with a memory region that the firmware reserves "
		"(RMRR), so the kernel gives that group to no VM",
		"look for a firmware update, or an option that shares memory with this "
		"device (USB legacy, option ROM, management)");
}

int vpb_given_look(const struct vpb_root *root, const struct vpb_snapshot *now,
	const struct vpb_run *late, struct vpb_run *run)
{
	static int (*const looks[])(const struct vpb_root *, const struct vpb_device *,
		struct vpb_run *, size_t) = {keyboard_look, reserved_look};
	int r = 0;

	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		long there = vpb_snapshot_find(now, run->snapshot.devices[i].address);

		if (there < 0 || !vpb_late_gives_device(run, late, i))
			continue;
		for (size_t j = 0; r == 0 && j < sizeof(looks) / sizeof(*looks); j++)
			r = looks[j](root, &now->devices[there], run, i);
	}
	return r;
}
