/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "judge.h"

static bool is_on(const struct vpb_item *item)
{
	return vpb_sleep_parse(item->power_control) == VPB_SLEEP_ON;
}

/* What is beside and above a slot is looked at once. */
static bool is_first_of_slot(const struct vpb_domain_judge *judge, size_t number)
{
	const struct vpb_device *devices = judge->host->snapshot.devices;

	for (size_t i = 0; i < number; i++)
		if (vpb_address_same_slot(devices[i].address, devices[number].address) &&
			vpb_judge_has(judge, devices[i].address))
			return false;
	return true;
}

/* `keeper` keeps the function `number` out of D3cold at least: itself, or what is beside or above it. */
static int awake_find(const struct vpb_domain_judge *judge, const xmlNode *hostdev,
	size_t number, size_t keeper, const char *where)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	const struct vpb_device *devices = judge->host->snapshot.devices;
	const struct vpb_item *item = &judge->host->items[keeper];
	char address[VPB_ADDRESS_BYTES], other[VPB_ADDRESS_BYTES];
	const char *name = is_on(item) ? "power/control" : "d3cold_allowed";
	const char *value = is_on(item) ? "'on'" : "0";

	if (!is_on(item) && strcmp(item->d3cold_allowed, "0") != 0)
		return 0;
	vpb_address_format(devices[number].address, address);
	vpb_address_format(devices[keeper].address, other);
	vpb_text_add(&reason, "%s does not sleep%s while no VM has it: ", address,
		keeper == number && is_on(item) ? "" : " deeply (D3cold)");
	if (keeper == number)
		vpb_text_add(&reason, "its %s is %s", name, value);
	else
		vpb_text_add(
			&reason, "the %s of %s, %s it, is %s", name, other, where, value);
	if (!is_on(item))
		vpb_text_add(&fix,
			"echo 1 > /sys/bus/pci/devices/%s/d3cold_allowed, unless it does not wake "
			"from that",
			other);
	else if (strcmp(where, "beside") == 0)
		vpb_text_add(&fix, "vfio-prebind setup %s", other);
	else
		vpb_text_add(&fix,
			"'sleep=auto' for %s in the configuration of vfio-prebind",
			keeper == number ? "it" : address);
	return vpb_judge_find(judge, VPB_VM_KIND_AWAKE, hostdev, &reason, &fix);
}

int vpb_judge_sleep(
	const struct vpb_domain_judge *judge, const xmlNode *hostdev, size_t number)
{
	const struct vpb_snapshot *snapshot = &judge->host->snapshot;
	const struct vpb_device *device = &snapshot->devices[number];
	int r = awake_find(judge, hostdev, number, number, "");
	long bridge;

	if (device->is_vf || !is_first_of_slot(judge, number))
		return r;
	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++)
		if (vpb_address_same_slot(
			    snapshot->devices[i].address, device->address) &&
			!vpb_judge_has(judge, snapshot->devices[i].address))
			r = awake_find(judge, hostdev, number, i, "beside");
	for (unsigned int up = 1; r == 0; up++) {
		bridge = vpb_snapshot_above(snapshot, device, up);
		if (bridge < 0)
			break;
		r = awake_find(judge, hostdev, number, (size_t)bridge, "above");
	}
	return r;
}
