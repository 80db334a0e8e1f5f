/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "groups.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/core/match.h"

void vpb_groups_done(struct vpb_groups *groups)
{
	free(groups->companion_of);
	free(groups->members);
	free(groups->begins);
	free(groups->group_of);
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

static bool is_same_group(const struct vpb_device *a, const struct vpb_device *b)
{
	return a->has_group == b->has_group && (!a->has_group || a->group == b->group);
}

static int member_compare(const void *a, const void *b, void *context)
{
	const struct vpb_device *devices = context;
	size_t i = *(const size_t *)a, j = *(const size_t *)b;

	if (devices[i].has_group != devices[j].has_group)
		return devices[i].has_group ? -1 : 1;
	if (!is_same_group(&devices[i], &devices[j]))
		return devices[i].group < devices[j].group ? -1 : 1;
	return i < j ? -1 : i > j;
}

static void members_sort(struct vpb_groups *groups)
{
	size_t count = groups->snapshot->device_count;
	struct vpb_device *devices = groups->snapshot->devices;

	for (size_t i = 0; i < count; i++)
		groups->members[i] = i;
	if (count)
		qsort_r(groups->members, count, sizeof(*groups->members), member_compare,
			devices);
	for (size_t at = 0; at < count; at++) {
		size_t device = groups->members[at];

		if (!at || !is_same_group(
				   &devices[device], &devices[groups->members[at - 1]]))
			groups->begins[groups->count++] = at;
		groups->group_of[device] = groups->count - 1;
	}
	groups->begins[groups->count] = count;
}

static int room_make(struct vpb_groups *groups, size_t count)
{
	groups->companion_of = calloc(count, sizeof(*groups->companion_of));
	groups->members = calloc(count, sizeof(*groups->members));
	groups->begins = calloc(count, sizeof(*groups->begins));
	groups->group_of = calloc(count, sizeof(*groups->group_of));
	return groups->companion_of && groups->members && groups->begins &&
			       groups->group_of
		       ? 0
		       : -ENOMEM;
}

int vpb_groups_make(const struct vpb_snapshot *snapshot, struct vpb_groups *ret_groups)
{
	VPB_CLEANUP(vpb_selection_done) struct vpb_selection selection = {};
	VPB_CLEANUP(vpb_groups_done) struct vpb_groups groups = {.snapshot = snapshot};
	int r = companions_find(snapshot, &selection);

	if (r < 0)
		return r;
	r = room_make(&groups, snapshot->device_count + 1);
	if (r < 0)
		return r;
	for (size_t i = 0; i < snapshot->device_count; i++)
		groups.companion_of[i] = -1;
	for (size_t i = 0; i < selection.claim_count; i++)
		if (selection.claims[i].is_companion &&
			groups.companion_of[selection.claims[i].device] < 0)
			groups.companion_of[selection.claims[i].device] =
				(long)selection.claims[i].display;
	members_sort(&groups);
	*ret_groups = groups;
	groups = (struct vpb_groups){};
	return 0;
}

const size_t *vpb_groups_members(
	const struct vpb_groups *groups, size_t device, size_t *ret_count)
{
	size_t group = groups->group_of[device];

	*ret_count = groups->begins[group + 1] - groups->begins[group];
	return &groups->members[groups->begins[group]];
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

	return vpb_device_shares_group(a, b) && !vpb_device_is_bridge(a) &&
	       brought_by(groups, device) != brought_by(groups, other) &&
	       vpb_device_blocks_group(groups->snapshot, b);
}

bool vpb_groups_is_held(const struct vpb_groups *groups, size_t device)
{
	const struct vpb_device *it = &groups->snapshot->devices[device];

	return it->driver[0] && vpb_device_blocks_group(groups->snapshot, it);
}
