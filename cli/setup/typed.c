/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../command.h"
#include "../groups.h"
#include "setup.h"

enum {
	NAMED_MAX = 4, /* devices that are called by their names */
};

/* "01:00" or "0000:01:00", the first `length` bytes of a selector. */
static bool slot_parse(const char *word, size_t length, struct vpb_address *ret_address)
{
	char text[VPB_ADDRESS_BYTES];
	int written;

	if (memchr(word, '.', length) || memchr(word, '=', length))
		return false;
	written = snprintf(text, sizeof(text), "%.*s.0", (int)length, word);
	return written > 0 && (size_t)written < sizeof(text) &&
	       vpb_address_parse(text, ret_address) == 0;
}

/* Each function of the slot but bridges, and but what comes along with another one there. */
static bool slot_add(const struct vpb_setup *setup, const struct vpb_groups *groups,
	struct vpb_address slot, const char *words, struct vpb_text *list)
{
	const struct vpb_snapshot *now = &setup->now.snapshot;
	VPB_CLEANUP(vpb_text_done) struct vpb_text selector = {};
	bool any = false;

	for (size_t i = 0; i < now->device_count; i++) {
		const struct vpb_device *device = &now->devices[i];
		long display = groups->companion_of[i];
		char address[VPB_ADDRESS_BYTES];

		if (!vpb_address_same_slot(device->address, slot) ||
			vpb_device_is_bridge(device) ||
			(display >= 0 && vpb_address_same_slot(
						 now->devices[display].address, slot)))
			continue;
		vpb_text_done(&selector);
		vpb_text_add(&selector, "%s%s",
			vpb_address_format(device->address, address), words);
		vpb_setup_words_add(setup, selector.data ? selector.data : "", list);
		any = true;
	}
	return any;
}

static bool is_named(const struct vpb_setup *setup, const struct vpb_groups *groups,
	size_t device, const char *word, struct vpb_text *name)
{
	if (vpb_device_is_bridge(&setup->now.snapshot.devices[device]) ||
		groups->companion_of[device] >= 0)
		return false;
	vpb_pci_names_add_short(&setup->now.items[device].names, name);
	return name->data && strcasestr(name->data, word);
}

/* No selector has neither a ':' nor a '.': a device's name may be meant. */
static bool name_hint(
	const struct vpb_setup *setup, const struct vpb_groups *groups, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text hint = {};
	unsigned int count = 0;

	if (strpbrk(word, ":.") || !*word)
		return false;
	for (size_t i = 0; i < setup->now.snapshot.device_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
		char address[VPB_ADDRESS_BYTES];

		if (!is_named(setup, groups, i, word, &name) || count++ >= NAMED_MAX)
			continue;
		vpb_text_add(&hint, "%s%s (%s)", hint.length ? ", " : "",
			vpb_address_format(
				setup->now.snapshot.devices[i].address, address),
			name.data);
	}
	if (!count)
		return false;
	vpb_log(VPB_LOG_ERROR,
		count > NAMED_MAX
			? "setup: '%s' is neither an address nor an id; did you mean %s, or another?"
			: "setup: '%s' is neither an address nor an id; did you mean %s?",
		VPB_WORD(word), hint.data ? hint.data : "");
	return true;
}

static unsigned int slot_number(struct vpb_address address)
{
	return (unsigned int)address.bus << 5 | address.device;
}

/* The nearest slot of that domain that is at least `least` away and has something to give; -1: none. */
static long near_find(const struct vpb_setup *setup, struct vpb_address slot,
	unsigned int least, unsigned int *ret_distance)
{
	const struct vpb_snapshot *now = &setup->now.snapshot;
	long found = -1;

	for (size_t i = 0; i < now->device_count; i++) {
		const struct vpb_device *device = &now->devices[i];
		unsigned int distance = (unsigned int)abs(
			(int)slot_number(device->address) - (int)slot_number(slot));

		if (device->address.domain != slot.domain || distance < least ||
			vpb_device_is_bridge(device) ||
			(found >= 0 && distance >= *ret_distance))
			continue;
		found = (long)i;
		*ret_distance = distance;
	}
	return found;
}

/* Nothing is in that slot, or only what the host needs. */
static void slot_hint(
	const struct vpb_setup *setup, struct vpb_address slot, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text near = {};
	bool has_bridge = false;
	unsigned int distance = 0;

	for (size_t i = 0; i < setup->now.snapshot.device_count; i++)
		has_bridge |= vpb_address_same_slot(
			setup->now.snapshot.devices[i].address, slot);
	for (unsigned int count = 0; count < NAMED_MAX; count++) {
		long device = near_find(setup, slot, distance + 1, &distance);
		char address[VPB_ADDRESS_BYTES];

		if (device < 0)
			break;
		vpb_text_add(&near, "%s%s (", count ? ", " : "",
			vpb_address_format(
				setup->now.snapshot.devices[device].address, address));
		vpb_pci_names_add_short(&setup->now.items[device].names, &near);
		vpb_text_add(&near, ")");
	}
	vpb_log(VPB_LOG_ERROR,
		has_bridge
			? near.length
				  ? "setup: there is nothing but a bridge, which the host needs, "
				    "in slot '%s'; near it: %s"
				  : "setup: there is nothing but a bridge, which the host needs, "
				    "in slot '%s'"
		: near.length ? "setup: there is no device in slot '%s'; near it: %s"
			      : "setup: there is no device in slot '%s'",
		VPB_WORD(word), near.data);
}

int vpb_setup_typed_expand(const struct vpb_setup *setup, struct vpb_text *ret_list)
{
	VPB_CLEANUP(vpb_groups_done) struct vpb_groups groups = {};
	int r = vpb_groups_make(&setup->now.snapshot, &groups);

	for (size_t i = 0; r == 0 && setup->selectors[i]; i++) {
		const char *word = setup->selectors[i];
		size_t length = strcspn(word, "+");
		struct vpb_address slot;

		if (name_hint(setup, &groups, word))
			return VPB_EXIT_USAGE;
		if (slot_parse(word, length, &slot)) {
			if (slot_add(setup, &groups, slot, word + length, ret_list))
				continue;
			slot_hint(setup, slot, word);
			return VPB_EXIT_FAILED;
		}
		vpb_setup_words_add(setup, word, ret_list);
	}
	if (r == 0)
		r = vpb_text_error(ret_list);
	return r < 0 ? vpb_change_fail(&setup->change, NULL, r) : -1;
}
