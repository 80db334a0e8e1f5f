/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guard.h"
#include "guard_looks.h"

static bool identity_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_identity *want = &claiming_rule(scene, claim)->selector.identity;
	const struct vpb_device *is = claimed_device(scene, claim);

	if (claim->is_companion || !want->given)
		return false;
	if (want->vendor != is->vendor || want->device != is->device) {
		vpb_text_add(reason,
			"this place should hold %04x:%04x and holds %04x:%04x",
			want->vendor, want->device, is->vendor, is->device);
	} else if (want->with_subsystem && (want->subvendor != is->subvendor ||
						   want->subdevice != is->subdevice)) {
		vpb_text_add(reason,
			"this place should hold a card of subsystem %04x:%04x and holds one of "
			"%04x:%04x",
			want->subvendor, want->subdevice, is->subvendor, is->subdevice);
	} else {
		return false;
	}
	vpb_text_add(cure,
		"cards may have moved: find the new place with lspci -nn, write it into the "
		"config and rebuild the initramfs");
	return true;
}

static bool is_bridge(const struct vpb_device *device)
{
	return device->is_bridge ||
	       VPB_CLASS_BASE(device->class_code) == VPB_CLASS_BRIDGE_BASE;
}

/*
 * The first device of another slot that the claim's rule names as well, or -1. A bridge is never
 * meant: cards have some of their maker's own above them.
 */
static long other_slot_find(const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	struct vpb_address here = claimed_device(scene, claim)->address;

	for (size_t i = 0; i < scene->selection->claim_count; i++) {
		const struct vpb_claim *other = &scene->selection->claims[i];

		if (other->rule == claim->rule && !other->is_companion &&
			!is_bridge(claimed_device(scene, other)) &&
			!vpb_address_same_slot(
				claimed_device(scene, other)->address, here))
			return (long)other->device;
	}
	return -1;
}

static bool twin_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_rule *rule = claiming_rule(scene, claim);
	char address[VPB_ADDRESS_BYTES];
	long other;

	if (claim->is_companion || rule->all || is_bridge(claimed_device(scene, claim)))
		return false;
	other = other_slot_find(scene, claim);
	if (other < 0)
		return false;
	vpb_text_add(reason, "'%s' also names %s, and only one of them may be meant",
		rule->word,
		vpb_address_format(scene->snapshot->devices[other].address, address));
	vpb_text_add(cure, "name the one you mean by its address, or add the word 'all'");
	return true;
}

static bool bridge_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!is_bridge(device))
		return false;
	vpb_text_add(reason, "this is a bridge (class %04x), which stays with the host",
		device->class_code);
	vpb_text_add(cure, "name the device behind it");
	return true;
}

static bool no_iommu_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *cure)
{
	if (claimed_device(scene, claim)->has_group || scene->snapshot->noiommu)
		return false;
	vpb_text_add(reason, "it is in no IOMMU group: the IOMMU is off");
	vpb_text_add(cure,
		"turn on VT-d or AMD-Vi in the firmware setup; on Intel, add intel_iommu=on to "
		"the kernel command line");
	return true;
}

static bool foreign_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!device->driver_override[0] ||
		strcmp(device->driver_override, VPB_DRIVER_NAME) == 0)
		return false;
	vpb_text_add(reason, "someone else set its driver_override to '%s'",
		device->driver_override);
	vpb_text_add(cure,
		"let one tool decide: look for driverctl, or a script that does this");
	return true;
}

/* Where a device is plugged in, nothing is unbound: its driver may be in use by now. */
static bool driver_first_look(const struct vpb_scene *scene,
	const struct vpb_claim *claim, struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_device *device = claimed_device(scene, claim);
	char address[VPB_ADDRESS_BYTES];

	if (!scene->snapshot->has_arrival || !device->driver[0] || is_for_guests(device))
		return false;
	vpb_text_add(reason, "%s was loaded already and had it first", device->driver);
	vpb_text_add(cure, "'vfio-prebind bind %s' takes it from its driver",
		vpb_address_format(device->address, address));
	return true;
}

static bool unreadable_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_device *device = claimed_device(scene, claim);
	char address[VPB_ADDRESS_BYTES];

	if (!device->unreadable)
		return false;
	vpb_text_add(reason, "/sys/bus/pci/devices/%s/%s makes no sense",
		vpb_address_format(device->address, address), device->unreadable);
	vpb_text_add(cure, "look at that file, and at the kernel log for this device");
	return true;
}

static bool pf_with_vfs_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!device->vf_count)
		return false;
	vpb_text_add(reason, "it has %u virtual functions, which would vanish with it",
		device->vf_count);
	vpb_text_add(cure, "turn them off first, or name one of them");
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

/* Bridges and functions without a driver do a group no harm. */
static bool spoils_group(
	const struct vpb_scene *scene, size_t index, const struct vpb_device *selected)
{
	const struct vpb_device *device = &scene->snapshot->devices[index];

	return device->has_group && device->group == selected->group &&
	       device->has_module && !is_for_guests(device) && !is_bridge(device) &&
	       !vpb_selection_has(scene->selection, index);
}

/* The kernel opens a group only while no other driver does DMA in it (drivers/iommu/iommu.c). */
static bool group_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_device *device = claimed_device(scene, claim);
	char address[VPB_ADDRESS_BYTES];
	unsigned int count = 0;

	if (!device->has_group || group_was_looked_at(scene, claim))
		return false;
	for (size_t i = 0; i < scene->snapshot->device_count; i++)
		if (spoils_group(scene, i, device))
			vpb_text_add(reason, "%s%s",
				count++ ? ", " : "its IOMMU group also holds ",
				vpb_address_format(
					scene->snapshot->devices[i].address, address));
	if (!count)
		return false;
	vpb_text_add(reason, ", which a driver of the host has or will take");
	vpb_text_add(cure,
		"no VM can open the group until that is on vfio-pci as well, or the card is in "
		"another slot");
	return true;
}

/* Of the running system only: at boot nobody has looked, and nobody can have opened it. */
static bool device_in_use_look(const struct vpb_scene *scene,
	const struct vpb_claim *claim, struct vpb_text *reason, struct vpb_text *cure)
{
	const struct vpb_blocker *opened = &claimed_device(scene, claim)->opened;

	if (!opened->reason)
		return false;
	vpb_text_add(reason, "%s", opened->reason);
	vpb_text_add(cure, "%s", opened->cure);
	return true;
}

/* A row a line. */
/* clang-format off */
const struct vpb_guard vpb_guards[] = {
	/* name, scope, severity, drops, can be allowed, also releases, function */
	/* First: what cannot be read is no identity either. */
	{"unreadable", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, true, unreadable_look},
	{"identity", VPB_SCOPE_SELECTOR, VPB_REFUSE, true, true, true, identity_look},
	{"twin", VPB_SCOPE_SELECTOR, VPB_REFUSE, true, true, true, twin_look},
	{"bridge", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, false, bridge_look},
	{"no-iommu", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, false, no_iommu_look},
	/* A warning, since nothing is wrong: somebody else decides about this device. */
	{"foreign", VPB_SCOPE_DEVICE, VPB_WARN, true, false, true, foreign_look},
	{"driver-first", VPB_SCOPE_DEVICE, VPB_WARN, true, false, false, driver_first_look},
	{"boot-display", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, false, vpb_look_boot_display},
	{"unsafe-driver", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, false, vpb_look_unsafe_driver},
	{"pf-with-vfs", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, false, pf_with_vfs_look},
	{"device-in-use", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, true, device_in_use_look},
	/* Behind all that refuses displays: what the host keeps is known only then. */
	{"last-display", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, false, vpb_look_last_display},
	/* Late: whether USB is a companion is known once no display can be dropped any more. */
	{"late", VPB_SCOPE_DEVICE, VPB_NOTE, true, false, false, vpb_look_late},
	{"system-disk", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, false, vpb_look_system_disk},
	{"disk-in-use", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, false, vpb_look_disk_in_use},
	{"network-root", VPB_SCOPE_DEVICE, VPB_REFUSE, true, false, false, vpb_look_network_root},
	/* Behind all that refuses USB: what keyboards the host keeps is known only then. */
	{"keyboard", VPB_SCOPE_DEVICE, VPB_REFUSE, true, true, false, vpb_look_keyboard},
	{"framebuffer", VPB_SCOPE_DEVICE, VPB_WARN, false, false, false, vpb_look_framebuffer},
	{"default-route", VPB_SCOPE_DEVICE, VPB_WARN, false, false, false, vpb_look_default_route},
	/* Last: it looks at what is left of the selection. */
	{"group", VPB_SCOPE_DEVICE, VPB_WARN, false, false, false, group_look},
};
/* clang-format on */

const unsigned int vpb_guard_count = sizeof(vpb_guards) / sizeof(*vpb_guards);

const struct vpb_guard *vpb_guard_find(const char *name)
{
	for (unsigned int i = 0; i < vpb_guard_count; i++)
		if (strcmp(vpb_guards[i].name, name) == 0)
			return &vpb_guards[i];
	return NULL;
}

uint32_t vpb_guard_bit(const struct vpb_guard *guard)
{
	return UINT32_C(1) << (guard - vpb_guards);
}
