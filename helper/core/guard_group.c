/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guard_looks.h"

/*
 * Whether a device before this one is selected of the same group: that one speaks for it, where
 * this run is about both.
 */
static bool group_was_looked_at(
	const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	unsigned int group = claimed_device(scene, claim)->group;

	for (size_t i = 0; i < claim->device; i++) {
		const struct vpb_device *device = &scene->snapshot->devices[i];

		if (device->has_group && device->group == group &&
			vpb_snapshot_is_about(scene->snapshot, device) &&
			vpb_selection_has(scene->selection, i))
			return true;
	}
	return false;
}

static bool spoils_group(
	const struct vpb_scene *scene, size_t index, const struct vpb_device *selected)
{
	const struct vpb_device *device = &scene->snapshot->devices[index];

	return vpb_device_shares_group(device, selected) &&
	       vpb_device_blocks_group(scene->snapshot, device) &&
	       !vpb_selection_has(scene->selection, index);
}

/* A bridge cannot be given to a VM as well: there its driver has to go. */
static void group_fix_add(
	unsigned int count, const struct vpb_device *bridge, struct vpb_text *fix)
{
	char address[VPB_ADDRESS_BYTES];

	if (bridge)
		vpb_text_add(fix, "keep the driver%s%s of %s from being loaded",
			*bridge->driver ? " " : "", bridge->driver,
			vpb_address_format(bridge->address, address));
	if (!bridge || count > 1)
		vpb_text_add(fix, "%sbind %s to vfio-pci too", bridge ? ", and " : "",
			bridge	    ? "the others"
			: count > 1 ? "those"
				    : "that one");
	vpb_text_add(fix, ", or move the card to another slot");
}

/* The kernel opens a group only while no other driver does DMA in it (drivers/iommu/iommu.c). */
bool vpb_look_group(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim), *bridge = NULL;
	char address[VPB_ADDRESS_BYTES];
	unsigned int count = 0;

	if (!device->has_group || group_was_looked_at(scene, claim))
		return false;
	for (size_t i = 0; i < scene->snapshot->device_count; i++) {
		const struct vpb_device *other = &scene->snapshot->devices[i];

		if (!spoils_group(scene, i, device))
			continue;
		vpb_text_add(reason, "%s%s",
			count++ ? ", " : "shares its IOMMU group with ",
			vpb_address_format(other->address, address));
		if (vpb_device_is_bridge(other))
			bridge = other;
	}
	if (!count)
		return false;
	vpb_text_add(
		reason, ", which host drivers have or will take, so no VM can use it");
	group_fix_add(count, bridge, fix);
	return true;
}
