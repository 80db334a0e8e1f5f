/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hint.h"

enum {
	TOO_FAR = 100,
};

static int digits_between(uint32_t a, uint32_t b)
{
	int count = 0;

	for (uint32_t differing = (a ^ b) & 0xffff; differing; differing >>= 4)
		count += (differing & 0xf) != 0;
	return count;
}

/* The display that brings this device along, if another rule names that display; or -1. */
static long display_of(const struct vpb_selection *selection, size_t device)
{
	const struct vpb_claim *claim = NULL;

	while ((claim = vpb_selection_next(selection, device, claim)))
		if (claim->is_companion)
			return (long)claim->display;
	return -1;
}

static bool is_named(const struct vpb_selection *selection, size_t device)
{
	const struct vpb_claim *claim = NULL;

	while ((claim = vpb_selection_next(selection, device, claim)))
		if (!claim->is_companion)
			return true;
	return false;
}

/*
 * One wrong digit may be any device's; two, as in a guide for another card, are believed only of
 * a companion of a display that is named.
 */
static int id_distance(const struct vpb_selector *selector,
	const struct vpb_selection *selection, const struct vpb_snapshot *snapshot,
	size_t index)
{
	const struct vpb_device *device = &snapshot->devices[index];
	bool is_companion = display_of(selection, index) >= 0;

	if (selector->id.vendor != device->vendor || selector->id.device == VPB_ID_ANY ||
		VPB_CLASS_BASE(device->class_code) == VPB_CLASS_BRIDGE_BASE ||
		is_named(selection, index))
		return TOO_FAR;
	switch (digits_between(selector->id.device, device->device)) {
	case 0: /* the class, or the subsystem, is what did not match */
		return 0;
	case 1:
		return is_companion ? 1 : 2;
	case 2:
		return is_companion ? 3 : TOO_FAR;
	default:
		return TOO_FAR;
	}
}

static int identity_distance(
	const struct vpb_selector *selector, const struct vpb_device *device)
{
	const struct vpb_identity *identity = &selector->identity;

	return identity->given && identity->vendor == device->vendor &&
			       identity->device == device->device
		       ? 0
		       : TOO_FAR;
}

/* The nearest device, or -1 where none is near or several are as near. */
static long nearest_find(const struct vpb_selector *selector,
	const struct vpb_snapshot *snapshot, const struct vpb_selection *selection)
{
	int best = TOO_FAR;
	long found = -1;

	for (size_t i = 0; i < snapshot->device_count; i++) {
		int distance =
			selector->kind == VPB_SELECTOR_ID
				? id_distance(selector, selection, snapshot, i)
				: identity_distance(selector, &snapshot->devices[i]);

		if (distance == best && best < TOO_FAR)
			found = -1;
		if (distance >= best)
			continue;
		best = distance;
		found = (long)i;
	}
	return found;
}

bool vpb_hint_add(const struct vpb_scene *scene, size_t rule, struct vpb_text *text)
{
	const struct vpb_snapshot *snapshot = scene->snapshot;
	const struct vpb_selection *selection = scene->selection;
	const struct vpb_selector *selector = &scene->request->rules[rule].selector;
	long found = nearest_find(selector, snapshot, selection);
	char address[VPB_ADDRESS_BYTES];
	long display;

	if (found < 0)
		return false;
	vpb_address_format(snapshot->devices[found].address, address);
	if (selector->kind != VPB_SELECTOR_ID) {
		vpb_text_add(text,
			"a device with that identity is at %s: cards may have moved, so "
			"check with 'lspci -nn' and write the new address",
			address);
		return true;
	}
	vpb_text_add(text, "probably %s is meant, %04x:%04x", address,
		snapshot->devices[found].vendor, snapshot->devices[found].device);
	display = display_of(selection, (size_t)found);
	if (display >= 0)
		vpb_text_add(text,
			", which comes along with %s and does not have to be named",
			vpb_address_format(snapshot->devices[display].address, address));
	return true;
}
