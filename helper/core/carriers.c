/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "carriers.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

void vpb_carriers_done(struct vpb_carriers *carriers)
{
	for (size_t i = 0; i < carriers->count; i++)
		free(carriers->items[i].sentence);
	free(carriers->items);
	free(carriers->rebuild);
	*carriers = (struct vpb_carriers){};
}

static struct vpb_identity identity_of(const struct vpb_device *device)
{
	return (struct vpb_identity){
		.given = true,
		.with_subsystem = device->subvendor || device->subdevice,
		.vendor = device->vendor,
		.device = device->device,
		.subvendor = device->subvendor,
		.subdevice = device->subdevice,
	};
}

/* From the device upwards, so that the hops come last first. */
static void path_find(const struct vpb_snapshot *snapshot,
	const struct vpb_device *device, struct vpb_carrier *carrier)
{
	struct vpb_selector path = {
		.kind = VPB_SELECTOR_PATH, .identity = carrier->place.identity};
	long above = vpb_snapshot_parent(snapshot, device);

	for (; above >= 0 && path.hop_count < VPB_PATH_HOPS_MAX;
		above = vpb_snapshot_parent(snapshot, device)) {
		memmove(path.hops + 1, path.hops, path.hop_count * sizeof(*path.hops));
		path.hops[0] = (struct vpb_hop){
			device->address.device, device->address.function};
		path.hop_count++;
		device = &snapshot->devices[above];
	}
	path.address = device->address;
	/* A longer one, or one that goes round, is no path. */
	carrier->has_path = path.hop_count && above < 0;
	if (carrier->has_path)
		carrier->path = path;
}

static struct vpb_carrier *carrier_add(struct vpb_carriers *carriers)
{
	struct vpb_carrier *items =
		vpb_array_grow(carriers->items, carriers->count, sizeof(*items));

	if (!items)
		return NULL;
	carriers->items = items;
	return &items[carriers->count++];
}

static unsigned int carries_find(const struct vpb_device *device, bool is_sure)
{
	return (device->system.reason ? VPB_CARRIES_SYSTEM : 0) |
	       (device->network.reason ? VPB_CARRIES_NETWORK_ROOT : 0) |
	       (device->has_default_route ? VPB_CARRIES_DEFAULT_ROUTE : 0) |
	       (device->keyboard_count > (is_sure ? device->unsure_keyboard_count : 0)
			       ? VPB_CARRIES_KEYBOARD
			       : 0);
}

int vpb_carriers_find(const struct vpb_snapshot *snapshot, struct vpb_carriers *carriers)
{
	bool is_sure = vpb_snapshot_has_sure_keyboard(snapshot);

	carriers->takes_groups = snapshot->takes_groups;
	carriers->has_keyboard_elsewhere =
		snapshot->other_keyboard_count >
		(is_sure ? snapshot->other_unsure_keyboard_count : 0);
	for (size_t i = 0; i < snapshot->device_count; i++) {
		const struct vpb_device *device = &snapshot->devices[i];
		unsigned int carries = carries_find(device, is_sure);
		const char *sentence = device->system.reason ? device->system.reason
							     : device->network.reason;
		struct vpb_carrier *carrier;

		/*
		 * Bridges are in the way of all that is below them, and no VM can have one; their
		 * headers were not read here.
		 */
		if (!carries ||
			VPB_CLASS_BASE(device->class_code) == VPB_CLASS_BRIDGE_BASE)
			continue;
		carrier = carrier_add(carriers);
		if (!carrier)
			return -ENOMEM;
		carrier->place = (struct vpb_selector){.kind = VPB_SELECTOR_ADDRESS,
			.address = device->address,
			.identity = identity_of(device)};
		path_find(snapshot, device, carrier);
		strcpy(carrier->serial, "unknown");
		carrier->carries = carries;
		carrier->sentence = sentence ? strdup(sentence) : NULL;
		if (sentence && !carrier->sentence)
			return -ENOMEM;
	}
	return 0;
}

bool vpb_carriers_matter(
	const struct vpb_selection *selection, const struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; i < selection->claim_count; i++)
		if (vpb_snapshot_may_carry(snapshot, selection->claims[i].device))
			return true;
	return false;
}

bool vpb_carrier_may_be(
	const struct vpb_carrier *carrier, const struct vpb_device *device)
{
	return carrier->place.identity.vendor == device->vendor &&
	       carrier->place.identity.device == device->device;
}

/* Whether it is a number and no word. */
static bool is_number(const char serial[VPB_SERIAL_BYTES])
{
	return strlen(serial) == VPB_SERIAL_BYTES - 1;
}

bool vpb_carrier_needs_serial(
	const struct vpb_carrier *carrier, const struct vpb_device *device)
{
	return is_number(carrier->serial) && !device->serial[0] &&
	       vpb_identity_fits(&carrier->place.identity, device);
}

/* What speaks for a device being the carrier, the strongest last. */
enum likeness {
	IS_OTHER,
	IS_OF_MODEL,
	IS_IN_PLACE,
	IS_SAME_CARD, /* by its number */
	IS_SAME_FUNCTION,
	IS_IT, /* by its number and its place */
};

/* That a device shows no number says nothing: without MMCONFIG none does. */
static enum likeness likeness_of(const struct vpb_carrier *carrier,
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	bool has_numbers = is_number(carrier->serial) && is_number(device->serial);
	bool is_in_place;

	if (!vpb_identity_fits(&carrier->place.identity, device) ||
		(has_numbers && strcmp(carrier->serial, device->serial) != 0))
		return IS_OTHER;
	is_in_place = vpb_selector_matches(&carrier->place, snapshot, device) ||
		      (carrier->has_path &&
			      vpb_selector_matches(&carrier->path, snapshot, device));
	if (!has_numbers)
		return is_in_place ? IS_IN_PLACE : IS_OF_MODEL;
	return is_in_place ? IS_IT
	       : device->address.function == carrier->place.address.function
		       ? IS_SAME_FUNCTION
		       : IS_SAME_CARD;
}

static int device_mark(const struct vpb_carrier *carrier, enum vpb_knowledge knowledge,
	struct vpb_device *device)
{
	const char *sentence = carrier->sentence, *network = NULL;
	int r = 0;

	device->knowledge = knowledge;
	device->seen_at = carrier->place.address;
	device->has_default_route |= carrier->carries & VPB_CARRIES_DEFAULT_ROUTE;
	if (carrier->carries & VPB_CARRIES_KEYBOARD)
		device->keyboard_count = 1;
	if (carrier->carries & VPB_CARRIES_SYSTEM)
		r = vpb_blocker_set(&device->system,
			sentence ? sentence : "carries what the system needs",
			"connect what the system needs to another controller, or keep this one "
			"with the host");
	else
		network = sentence;
	if (r == 0 && carrier->carries & VPB_CARRIES_NETWORK_ROOT)
		r = vpb_blocker_set(&device->network,
			network ? network
				: "is the network card that the system or its key comes over",
			"give the VM another network card");
	return r;
}

/* Which devices are the carrier, or may be: those that are most like it, and what is in its place. */
struct suspects {
	enum likeness best;
	size_t count;
};

static bool is_suspect(enum likeness likeness, enum likeness best)
{
	return likeness != IS_OTHER &&
	       (likeness == best || (likeness == IS_IN_PLACE && best != IS_IT));
}

static struct suspects suspects_find(
	const struct vpb_carrier *carrier, const struct vpb_snapshot *snapshot)
{
	struct suspects suspects = {};

	for (size_t i = 0; i < snapshot->device_count; i++) {
		enum likeness likeness =
			likeness_of(carrier, snapshot, &snapshot->devices[i]);

		if (likeness > suspects.best)
			suspects.best = likeness;
	}
	for (size_t i = 0; i < snapshot->device_count; i++)
		suspects.count +=
			is_suspect(likeness_of(carrier, snapshot, &snapshot->devices[i]),
				suspects.best);
	return suspects;
}

static bool is_sure(const struct suspects *suspects)
{
	return suspects->best == IS_IT || suspects->best == IS_IN_PLACE ||
	       (suspects->best > IS_IN_PLACE && suspects->count == 1);
}

static int suspects_mark(const struct vpb_carrier *carrier, enum likeness best,
	enum vpb_knowledge knowledge, struct vpb_snapshot *snapshot)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++)
		if (is_suspect(
			    likeness_of(carrier, snapshot, &snapshot->devices[i]), best))
			r = device_mark(carrier, knowledge, &snapshot->devices[i]);
	return r;
}

int vpb_carriers_apply(const struct vpb_carriers *carriers, bool is_from_image,
	struct vpb_snapshot *snapshot)
{
	int r = 0;

	snapshot->has_usage = true;
	snapshot->other_keyboard_count = carriers->has_keyboard_elsewhere;
	snapshot->has_damaged_carriers = carriers->is_damaged;
	snapshot->takes_groups = carriers->takes_groups;
	if (carriers->rebuild) {
		snapshot->rebuild = strdup(carriers->rebuild);
		r = snapshot->rebuild ? 0 : -ENOMEM;
	}
	/* What is not sure comes last: it is remembered of the device. */
	for (int turn = 0; turn < 2; turn++)
		for (size_t i = 0; r == 0 && i < carriers->count; i++) {
			const struct vpb_carrier *carrier = &carriers->items[i];
			struct suspects suspects = suspects_find(carrier, snapshot);

			if (is_sure(&suspects) == (turn == 0))
				r = suspects_mark(carrier, suspects.best,
					turn		? VPB_MAY_BE_MOVED
					: is_from_image ? VPB_FROM_IMAGE
							: VPB_SEEN,
					snapshot);
		}
	return r;
}
