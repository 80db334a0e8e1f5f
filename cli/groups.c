/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "groups.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/core/match.h"

void vpb_groups_done(struct vpb_groups *groups)
{
	free(groups->companion_of);
	*groups = (struct vpb_groups){};
}

/* Asks the matching itself, as if every display had been named. */
static int companions_find(
	const struct vpb_snapshot *snapshot, struct vpb_selection *selection)
{
	struct vpb_rule rule = {
		.verb = VPB_VERB_BIND,
		.selector = {.kind = VPB_SELECTOR_ID,
			.id = {VPB_ID_ANY, VPB_ID_ANY, VPB_ID_ANY, VPB_ID_ANY,
				VPB_CLASS_DISPLAY_BASE << 16, 0xff0000}},
	};
	const struct vpb_request request = {.rules = &rule, .rule_count = 1};
	int r = vpb_match_rules(&request, snapshot, selection);

	return r < 0 ? r : vpb_match_companions(&request, snapshot, selection);
}

int vpb_groups_make(const struct vpb_snapshot *snapshot, struct vpb_groups *ret_groups)
{
	VPB_CLEANUP(vpb_selection_done) struct vpb_selection selection = {};
	long *companion_of = calloc(snapshot->device_count + 1, sizeof(*companion_of));
	int r = companion_of ? companions_find(snapshot, &selection) : -ENOMEM;

	if (r < 0) {
		free(companion_of);
		return r;
	}
	for (size_t i = 0; i < snapshot->device_count; i++)
		companion_of[i] = -1;
	for (size_t i = 0; i < selection.claim_count; i++)
		if (selection.claims[i].is_companion &&
			companion_of[selection.claims[i].device] < 0)
			companion_of[selection.claims[i].device] =
				(long)selection.claims[i].display;
	*ret_groups = (struct vpb_groups){snapshot, companion_of};
	return 0;
}

bool vpb_groups_is_bridge(const struct vpb_device *device)
{
	return device->is_bridge ||
	       VPB_CLASS_BASE(device->class_code) == VPB_CLASS_BRIDGE_BASE;
}

/* The kernel lets pci-stub pass as well (drivers/vfio/group.c, vfio_main.c). */
static bool is_for_guests(const struct vpb_device *device)
{
	return strcmp(device->driver, VPB_DRIVER_NAME) == 0 ||
	       strcmp(device->driver, "pci-stub") == 0;
}

static size_t brought_by(const struct vpb_groups *groups, size_t device)
{
	return groups->companion_of[device] < 0 ? device
						: (size_t)groups->companion_of[device];
}

bool vpb_groups_is_in_the_way(
	const struct vpb_groups *groups, size_t device, size_t other)
{
	const struct vpb_device *a = &groups->snapshot->devices[device];
	const struct vpb_device *b = &groups->snapshot->devices[other];

	return a->has_group && b->has_group && a->group == b->group &&
	       brought_by(groups, device) != brought_by(groups, other) &&
	       !vpb_groups_is_bridge(a) && !vpb_groups_is_bridge(b) &&
	       !is_for_guests(b) && b->has_module;
}

bool vpb_groups_is_held(const struct vpb_groups *groups, size_t device)
{
	const struct vpb_device *it = &groups->snapshot->devices[device];

	return it->driver[0] && !is_for_guests(it) && !vpb_groups_is_bridge(it);
}
