/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>

#include "guard_looks.h"

bool vpb_look_boot_display(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!device->is_boot_vga && !device->has_framebuffer)
		return false;
	if (device->is_boot_vga)
		vpb_text_add(reason, "is the display the firmware booted on");
	else
		vpb_text_add(reason, "has the firmware framebuffer on it");
	vpb_text_add(fix,
		"select the other display as primary in the firmware setup, or add "
		"'allow=boot-display' and expect a black screen");
	return true;
}

/* The second head of a chip, which shows nothing without the first. */
static bool is_second_head(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	if (device->class_code != VPB_CLASS_DISPLAY_OTHER)
		return false;
	for (size_t i = 0; i < snapshot->device_count; i++)
		if (snapshot->devices[i].class_code == VPB_CLASS_DISPLAY_VGA &&
			vpb_address_same_slot(
				snapshot->devices[i].address, device->address))
			return true;
	return false;
}

/* A display with connectors; 3D controllers (0302) and virtual functions have none. */
static bool is_screen(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	return vpb_device_is_display(device) && !device->is_vf &&
	       device->class_code != VPB_CLASS_DISPLAY_3D &&
	       !is_second_head(snapshot, device);
}

/* An override that is not the driver it has keeps the host's drivers away. */
static bool is_kept_away(const struct vpb_device *device)
{
	return device->driver_override[0] &&
	       strcmp(device->driver_override, device->driver) != 0;
}

bool vpb_look_last_display(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_snapshot *snapshot = scene->snapshot;

	if (!is_screen(snapshot, claimed_device(scene, claim)))
		return false;
	for (size_t i = 0; i < snapshot->device_count; i++) {
		const struct vpb_device *other = &snapshot->devices[i];

		if (is_screen(snapshot, other) && !vpb_device_is_for_vms(other) &&
			!is_kept_away(other) && !vpb_selection_has(scene->selection, i))
			return false;
	}
	vpb_text_add(reason, "would leave the host without a display");
	vpb_text_add(
		fix, "add 'allow=last-display' if you use this machine over the network");
	return true;
}

/*
 * vfio-pci removes the firmware framebuffer where the class is 0300, and from no other display
 * (drivers/vfio/pci/vfio_pci_core.c, vfio_pci_vga_init() and vfio_pci_is_vga()).
 */
bool vpb_look_framebuffer(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = claimed_device(scene, claim);

	if (!device->has_framebuffer || device->class_code == VPB_CLASS_DISPLAY_VGA)
		return false;
	vpb_text_add(reason,
		"keeps the firmware framebuffer, which vfio-pci removes from VGA displays (class "
		"0300) only, so a VM cannot map the card's memory");
	vpb_text_add(fix, "select the other display as primary in the firmware setup");
	return true;
}

/*
 * Drivers that were seen to hang or to crash in their remove function while something uses
 * the card; a process in there cannot be killed.
 */
static const char *const unsafe_drivers[] = {
	"nvidia", "nouveau", "amdgpu", "radeon", "i915", "xe"};

bool vpb_look_unsafe_driver(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const char *driver = claimed_device(scene, claim)->driver;

	for (size_t i = 0; i < sizeof(unsafe_drivers) / sizeof(*unsafe_drivers); i++) {
		if (strcmp(driver, unsafe_drivers[i]) != 0)
			continue;
		vpb_text_add(reason,
			"is already bound to %s, and unbinding that can hang the machine",
			driver);
		if (scene->snapshot->phase == VPB_PHASE_RUNNING)
			vpb_text_add(fix,
				"let the next boot bind it: vfio-prebind setup; or stop everything "
				"that uses it, save your work and add '+allow=unsafe-driver'");
		else
			vpb_text_add(fix,
				"find out what loads %s before this program runs, rebuild the "
				"initramfs and boot again",
				driver);
		return true;
	}
	return false;
}

/* The items of one ids= are one line. */
static bool is_same_line(const struct vpb_scene *scene, const struct vpb_claim *a,
	const struct vpb_claim *b)
{
	return a->rule == b->rule || (claiming_rule(scene, a)->from_vfio_ids &&
					     claiming_rule(scene, b)->from_vfio_ids);
}

/* A display that stays with the host keeps what comes with it, unless a line of its own says else. */
bool vpb_look_companion(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_claim *other = NULL;
	char address[VPB_ADDRESS_BYTES];

	while (!claim->is_companion &&
		(other = vpb_selection_next(scene->selection, claim->device, other))) {
		if (!other->is_companion || !is_same_line(scene, claim, other) ||
			!scene->selection->claims[other->by_claim].dropped)
			continue;
		vpb_text_add(reason,
			"comes with the display %s, which stays with the host",
			vpb_address_format(
				scene->snapshot->devices[other->display].address,
				address));
		vpb_text_add(fix,
			"to bind it without its display, name it in a line of its own");
		return true;
	}
	return false;
}
