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

/*
 * The first of the device's group that stays with the host and carries the system, or -1. A bridge above
 * a disk does a group no harm.
 */
static long system_find(const struct vpb_snapshot *now, const struct vpb_run *late,
	const struct vpb_run *run, size_t device)
{
	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		const struct vpb_device *other = &run->snapshot.devices[i];
		long there = vpb_snapshot_find(now, other->address);

		if (i != device && there >= 0 && !vpb_late_gives_device(run, late, i) &&
			vpb_device_shares_group(other, &run->snapshot.devices[device]) &&
			!vpb_device_is_bridge(&now->devices[there]) &&
			now->devices[there].system.reason)
			return there;
	}
	return -1;
}

static void group_findings_remove(struct vpb_run *run, size_t device)
{
	for (size_t i = run->findings.count; i > 0; i--)
		if (run->findings.items[i - 1].device == (long)device &&
			run->findings.items[i - 1].kind == VPB_KIND_GROUP)
			vpb_findings_remove(&run->findings, i - 1);
}

/*
 * The guard on groups says to give the others as well: not so where one is the system's own disk. And
 * Proxmox VE gives a VM all of a group: its start takes the disk from the host.
 */
static int group_system_look(const struct vpb_root *root, const struct vpb_snapshot *now,
	const struct vpb_run *late, struct vpb_run *run, size_t device)
{
	long there = system_find(now, late, run, device);
	bool takes_all = vpb_root_has(root, "etc/pve");
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	struct vpb_finding *finding;
	char address[VPB_ADDRESS_BYTES];

	if (there < 0)
		return 0;
	vpb_text_add(&reason, "shares its IOMMU group with %s, which %s%s",
		vpb_address_format(now->devices[there].address, address),
		now->devices[there].system.reason,
		takes_all ? "; Proxmox VE gives a VM the whole group, so starting the VM "
			    "would take that from the host"
			  : ", so no VM can use it");
	if (vpb_text_error(&reason) < 0)
		return -ENOMEM;
	group_findings_remove(run, device);
	finding = vpb_findings_add(&run->findings, VPB_KIND_GROUP_SYSTEM, (long)device,
		NULL, reason.data,
		"put one of the two into another slot, or give the VM another device");
	if (finding && takes_all)
		finding->severity = VPB_REFUSE;
	return finding ? 0 : -ENOMEM;
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
		if (r == 0)
			r = group_system_look(root, now, late, run, i);
	}
	return r;
}
