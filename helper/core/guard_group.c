/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guard.h"
#include "guard_looks.h"

/*
 * Binding takes nothing but the device itself, and the rest of its group stays with the host's drivers:
 * no boot is lost by that, and what a group is good for shows when a VM opens it. There the kernel
 * refuses a group of which a host driver has a part, so that is a warning (`group`) and the device is
 * bound as it always was: some only want to keep the host's driver off. Proxmox VE instead takes all of
 * the group from the host when the VM starts, the disk of / too; before anything could be given
 * to a VM so, the machine was lost, and to refuse (`group-system`) loses nothing that worked.
 */

/* The first of the device's group that the system needs and so stays with the host, or NULL. */
static const struct vpb_device *system_find(
	const struct vpb_snapshot *snapshot, const struct vpb_device *of)
{
	for (size_t i = 0; of->has_group && i < snapshot->device_count; i++) {
		const struct vpb_device *device = &snapshot->devices[i];

		/* A bridge above a disk does a group no harm. */
		if (device != of && vpb_device_shares_group(device, of) &&
			!vpb_device_is_bridge(device) &&
			(device->system.reason || device->network.reason))
			return device;
	}
	return NULL;
}

static void system_describe(
	const struct vpb_device *device, const char *link, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "%s%s %s", vpb_address_format(device->address, address), link,
		device->system.reason ? device->system.reason : device->network.reason);
}

static void system_fix_add(struct vpb_text *fix)
{
	vpb_text_add(fix, "put one of the two into another slot, or give the VM another "
			  "device");
}

/* It goes with its display, of which the same is said; what names it otherwise is judged late. */
static bool follows_display(const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	const struct vpb_claim *other = NULL;

	while ((other = vpb_selection_next(scene->selection, claim->device, other)))
		if (!other->dropped && !other->is_companion &&
			!vpb_claim_late_reason(scene, other))
			return false;
	return claim->is_companion &&
	       vpb_device_shares_group(claimed_device(scene, claim),
		       &scene->snapshot->devices[claim->display]);
}

bool vpb_look_group_system(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim), *other;

	/* What waits for the real root is judged there, by what is seen. */
	if (!scene->snapshot->takes_groups || !vpb_look_is_due(scene, claim) ||
		(scene->snapshot->phase == VPB_PHASE_EARLY &&
			vpb_claim_late_reason(scene, claim)))
		return false;
	if (follows_display(scene, claim))
		return false;
	other = system_find(scene->snapshot, device);
	if (!other)
		return false;
	vpb_text_add(reason, "shares its IOMMU group with ");
	system_describe(other, ", which", reason);
	vpb_text_add(reason,
		"; Proxmox VE gives a VM the whole group, so starting the VM "
		"would take that from the host");
	system_fix_add(fix);
	vpb_look_add_age(scene, other, reason, fix);
	return true;
}

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

/*
 * A bridge cannot be given to a VM as well: there its driver has to go. What is of the card's own slot goes
 * with it into any other.
 */
static void group_fix_add(unsigned int count, const struct vpb_device *bridge,
	bool is_of_slot, struct vpb_text *fix)
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
	if (!is_of_slot)
		vpb_text_add(fix, ", or move the card to another slot");
}

/* What becomes of it, where others of the group stay with the host. */
static void consequence_add(const struct vpb_scene *scene,
	const struct vpb_device *system, struct vpb_text *reason)
{
	vpb_text_add(reason, ", which host drivers have or will take");
	if (scene->snapshot->takes_groups)
		vpb_text_add(reason, "; Proxmox VE takes the whole group from the host "
				     "when the VM starts");
	else
		vpb_text_add(reason, ", so no VM can use it");
	if (system) {
		vpb_text_add(reason, ": ");
		system_describe(system, "", reason);
	}
}

/* The kernel opens a group only while no other driver does DMA in it (drivers/iommu/iommu.c). */
bool vpb_look_group(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim), *bridge = NULL;
	const struct vpb_device *system = system_find(scene->snapshot, device);
	char address[VPB_ADDRESS_BYTES];
	unsigned int count = 0;
	bool is_of_slot = false;

	if (!device->has_group || group_was_looked_at(scene, claim))
		return false;
	for (size_t i = 0; i < scene->snapshot->device_count; i++) {
		const struct vpb_device *other = &scene->snapshot->devices[i];

		if (other != system && !spoils_group(scene, i, device))
			continue;
		vpb_text_add(reason, "%s%s",
			count++ ? ", " : "shares its IOMMU group with ",
			vpb_address_format(other->address, address));
		if (vpb_device_is_bridge(other))
			bridge = other;
		is_of_slot |= vpb_address_same_slot(other->address, device->address);
	}
	if (!count)
		return false;
	consequence_add(scene, system, reason);
	if (system)
		system_fix_add(fix);
	else
		group_fix_add(count, bridge, is_of_slot, fix);
	return true;
}
