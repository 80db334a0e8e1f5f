/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guard.h"

#include <string.h>

#include "guard_looks.h"
#include "variant.h"

static bool identity_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_identity *want = &claiming_rule(scene, claim)->selector.identity;
	const struct vpb_device *is = claimed_device(scene, claim);

	if (claim->is_companion || !want->given)
		return false;
	if (want->vendor != is->vendor || want->device != is->device) {
		vpb_text_add(reason, "is %04x:%04x, but %04x:%04x was expected there",
			is->vendor, is->device, want->vendor, want->device);
	} else if (want->with_subsystem && (want->subvendor != is->subvendor ||
						   want->subdevice != is->subdevice)) {
		vpb_text_add(reason,
			"has the subsystem %04x:%04x, but %04x:%04x was expected there",
			is->subvendor, is->subdevice, want->subvendor, want->subdevice);
	} else {
		return false;
	}
	vpb_text_add(fix,
		"cards may have moved: find the new address with 'lspci -nn', write it in place "
		"of the old one and rebuild the initramfs");
	return true;
}

/*
 * The first device of another slot that the claim's rule names as well, or -1. A bridge is never
 * meant: cards have some of their maker's own above them.
 */
static long other_slot_find(const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	const struct vpb_selection *selection = scene->selection;
	struct vpb_address here = claimed_device(scene, claim)->address;
	size_t first = (size_t)(claim - selection->claims);

	/* A rule's claims stand side by side. */
	while (first > 0 && selection->claims[first - 1].rule == claim->rule)
		first--;
	for (size_t i = first; i < selection->claim_count; i++) {
		const struct vpb_claim *other = &selection->claims[i];

		if (other->rule != claim->rule || other->is_companion)
			break;
		if (!vpb_device_is_bridge(claimed_device(scene, other)) &&
			!vpb_address_same_slot(
				claimed_device(scene, other)->address, here))
			return (long)other->device;
	}
	return -1;
}

static bool twin_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_rule *rule = claiming_rule(scene, claim);
	char address[VPB_ADDRESS_BYTES];
	long other;

	if (claim->is_companion || rule->all ||
		vpb_device_is_bridge(claimed_device(scene, claim)))
		return false;
	other = other_slot_find(scene, claim);
	if (other < 0)
		return false;
	vpb_text_add(reason, "is not the only match for '%s': %s is one too", rule->word,
		vpb_address_format(scene->snapshot->devices[other].address, address));
	vpb_text_add(fix, "name the one you mean by its address, or add the word 'all'");
	return true;
}

/* What a skip that cannot be read was to keep with the host, an id may select. */
static bool unread_skip_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_rule *rule = claiming_rule(scene, claim);

	if (!scene->request->has_unread_skip || claim->is_companion ||
		rule->selector.kind != VPB_SELECTOR_ID)
		return false;
	vpb_text_add(reason,
		"is selected by the id '%s' alone, and may be what a line that cannot be read "
		"was to skip",
		rule->word);
	vpb_text_add(fix, "correct that line, or name the device by its address");
	return true;
}

static bool bridge_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!vpb_device_is_bridge(device))
		return false;
	vpb_text_add(reason, "is a bridge (class %04x), which the host needs",
		device->class_code);
	vpb_text_add(fix,
		device->is_bridge ? "name the device below it" : "name another device");
	return true;
}

/* What it has already is what a line asks for, or what a release takes back. */
static bool is_asked_variant(const struct vpb_scene *scene, size_t index)
{
	const struct vpb_device *device = &scene->snapshot->devices[index];

	return device->has_variant &&
	       strcmp(device->driver_override, device->driver) == 0 &&
	       (scene->request->is_release || *vpb_variant_asked(scene, index));
}

static bool foreign_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!device->driver_override[0] ||
		strcmp(device->driver_override, VPB_DRIVER_NAME) == 0 ||
		is_asked_variant(scene, claim->device))
		return false;
	vpb_text_add(reason, "has driver_override '%s', set by another tool (driverctl?)",
		device->driver_override);
	vpb_text_add(fix, "remove that override, so that one tool decides");
	return true;
}

/* Where a device is plugged in, nothing is unbound: its driver may be in use by now. */
static bool driver_first_look(const struct vpb_scene *scene,
	const struct vpb_claim *claim, struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);
	char address[VPB_ADDRESS_BYTES];

	if (!scene->snapshot->has_arrival || !device->driver[0] ||
		vpb_device_is_for_vms(device))
		return false;
	vpb_text_add(reason, "was taken by %s, which was already loaded", device->driver);
	vpb_text_add(fix, "to bind it now, run: vfio-prebind bind %s",
		vpb_address_format(device->address, address));
	return true;
}

static bool unreadable_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);
	char address[VPB_ADDRESS_BYTES];

	if (!device->unreadable)
		return false;
	vpb_text_add(reason, "has an unexpected value in /sys/bus/pci/devices/%s/%s",
		vpb_address_format(device->address, address), device->unreadable);
	vpb_text_add(fix, "look at that file, and at the kernel log for this device");
	return true;
}

static bool pf_with_vfs_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!device->vf_count)
		return false;
	vpb_text_add(reason, "has %u virtual functions, which would disappear",
		device->vf_count);
	vpb_text_add(fix, "turn them off first, or name one of them");
	return true;
}

/* On the running system only: at boot nothing can have opened it yet, and nothing was looked at. */
static bool device_in_use_look(const struct vpb_scene *scene,
	const struct vpb_claim *claim, struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_blocker *opened = &claimed_device(scene, claim)->opened;

	if (!opened->reason)
		return false;
	vpb_text_add(reason, "%s", opened->reason);
	vpb_text_add(fix, "%s", opened->fix);
	return true;
}

/* A row a line. */
/* clang-format off */
const struct vpb_guard vpb_guards[VPB_KIND_GUARDS] = {
	/* First: what cannot be read is no identity either. */
	[VPB_KIND_UNREADABLE] = {.name = "unreadable", .look = unreadable_look, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .also_releases = true},
	[VPB_KIND_IDENTITY] = {.name = "identity", .look = identity_look, .severity = VPB_REFUSE, .scope = VPB_SCOPE_SELECTOR, .drops = true, .can_be_allowed = true, .also_releases = true},
	[VPB_KIND_TWIN] = {.name = "twin", .look = twin_look, .severity = VPB_REFUSE, .scope = VPB_SCOPE_SELECTOR, .drops = true, .can_be_allowed = true, .also_releases = true},
	[VPB_KIND_UNREAD_SKIP] = {.name = "unread-skip", .look = unread_skip_look, .severity = VPB_REFUSE, .scope = VPB_SCOPE_SELECTOR, .drops = true},
	[VPB_KIND_BRIDGE] = {.name = "bridge", .look = bridge_look, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true},
	[VPB_KIND_NO_IOMMU] = {.name = "no-iommu", .look = vpb_look_no_iommu, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true},
	/* A warning, since nothing is wrong: another tool decides about this device. */
	[VPB_KIND_FOREIGN] = {.name = "foreign", .look = foreign_look, .severity = VPB_WARN, .scope = VPB_SCOPE_DEVICE, .drops = true, .also_releases = true},
	[VPB_KIND_DRIVER_FIRST] = {.name = "driver-first", .look = driver_first_look, .severity = VPB_WARN, .scope = VPB_SCOPE_DEVICE, .drops = true},
	[VPB_KIND_BOOT_DISPLAY] = {.name = "boot-display", .look = vpb_look_boot_display, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .can_be_allowed = true},
	[VPB_KIND_UNSAFE_DRIVER] = {.name = "unsafe-driver", .look = vpb_look_unsafe_driver, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .can_be_allowed = true},
	[VPB_KIND_PF_WITH_VFS] = {.name = "pf-with-vfs", .look = pf_with_vfs_look, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .can_be_allowed = true},
	[VPB_KIND_DEVICE_IN_USE] = {.name = "device-in-use", .look = device_in_use_look, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .also_releases = true},
	[VPB_KIND_GROUP_SYSTEM] = {.name = "group-system", .look = vpb_look_group_system, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .can_be_allowed = true},
	/* After all that refuses displays: what the host keeps is known only then. */
	[VPB_KIND_LAST_DISPLAY] = {.name = "last-display", .look = vpb_look_last_display, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .can_be_allowed = true},
	/* A warning, since what refused the display has said all. */
	[VPB_KIND_COMPANION] = {.name = "companion", .look = vpb_look_companion, .severity = VPB_WARN, .scope = VPB_SCOPE_SELECTOR, .drops = true},
	/* Late: whether USB is a companion is known once no display can be dropped any more. */
	[VPB_KIND_LATE] = {.name = "late", .look = vpb_look_late, .severity = VPB_NOTE, .scope = VPB_SCOPE_DEVICE, .drops = true},
	[VPB_KIND_CARRIERS] = {.name = "carriers", .look = vpb_look_carriers, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true},
	[VPB_KIND_SYSTEM_DISK] = {.name = "system-disk", .look = vpb_look_system_disk, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true},
	[VPB_KIND_DISK_IN_USE] = {.name = "disk-in-use", .look = vpb_look_disk_in_use, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true},
	[VPB_KIND_NETWORK_ROOT] = {.name = "network-root", .look = vpb_look_network_root, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true},
	/* After all that refuses USB: which keyboards the host keeps is known only then. */
	[VPB_KIND_KEYBOARD] = {.name = "keyboard", .look = vpb_look_keyboard, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .can_be_allowed = true},
	[VPB_KIND_FRAMEBUFFER] = {.name = "framebuffer", .look = vpb_look_framebuffer, .severity = VPB_WARN, .scope = VPB_SCOPE_DEVICE},
	[VPB_KIND_DEFAULT_ROUTE] = {.name = "default-route", .look = vpb_look_default_route, .severity = VPB_REFUSE, .scope = VPB_SCOPE_DEVICE, .drops = true, .can_be_allowed = true},
	/* Last: it looks at what is left of the selection. */
	[VPB_KIND_GROUP] = {.name = "group", .look = vpb_look_group, .severity = VPB_WARN, .scope = VPB_SCOPE_DEVICE},
};
/* clang-format on */

const struct vpb_guard *vpb_guard_find(const char *name)
{
	for (unsigned int i = 0; i < VPB_KIND_GUARDS; i++)
		if (strcmp(vpb_guards[i].name, name) == 0)
			return &vpb_guards[i];
	return NULL;
}

const struct vpb_guard *vpb_guard_of(enum vpb_kind kind)
{
	return kind < VPB_KIND_GUARDS ? &vpb_guards[kind] : NULL;
}

enum vpb_kind vpb_guard_kind(const struct vpb_guard *guard)
{
	return (enum vpb_kind)(guard - vpb_guards);
}

uint32_t vpb_guard_bit(const struct vpb_guard *guard)
{
	return UINT32_C(1) << vpb_guard_kind(guard);
}
