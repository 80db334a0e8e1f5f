/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "usage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../core/guard.h"
#include "needs/read.h"
#include "parts.h"

/* Which claimed devices have to be looked at, by this run; whether there is any. */
static bool candidates_find(const struct vpb_scene *scene,
	const struct vpb_usage_how *how, bool *is_candidate)
{
	const struct vpb_selection *selection = scene->selection;
	bool any = false;

	for (size_t i = 0; i < selection->claim_count; i++) {
		const struct vpb_claim *claim = &selection->claims[i];
		const struct vpb_device *device =
			&scene->snapshot->devices[claim->device];

		if (!vpb_snapshot_is_about(scene->snapshot, device))
			continue;
		if (how->is_boot ? vpb_claim_late_reason(scene, claim) != NULL
				 : vpb_device_may_carry(device))
			any = is_candidate[claim->device] = true;
	}
	return any;
}

static int everything_read(const struct vpb_root *root, const struct vpb_usage_how *how,
	struct vpb_blocks *blocks, struct vpb_needs *needs)
{
	int r = vpb_blocks_read(root, blocks);

	if (r == 0)
		r = how->read_tags(root, blocks);
	else if (r != -ENOMEM)
		r = vpb_needs_add(
			needs, &(struct vpb_need){.name = "?",
				       .user = "/sys/class/block cannot be read",
				       .fix = "to see why, run: ls -l /sys/class/block"});
	return r < 0 ? r : vpb_needs_read(root, needs);
}

int vpb_usage_read(const struct vpb_root *root, const struct vpb_usage_how *how,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	VPB_CLEANUP(vpb_freep) bool *is_candidate = NULL;
	VPB_CLEANUP(vpb_blocks_done) struct vpb_blocks blocks = {};
	VPB_CLEANUP(vpb_needs_done) struct vpb_needs needs = {};
	struct vpb_usage usage = {root, &blocks, &needs, NULL, snapshot};
	int r;

	is_candidate = calloc(snapshot->device_count + 1, sizeof(*is_candidate));
	if (!is_candidate)
		return -ENOMEM;
	if (!candidates_find(
		    &(struct vpb_scene){request, snapshot, selection}, how, is_candidate))
		return 0;
	usage.is_candidate = is_candidate;
	snapshot->has_usage = true;
	r = everything_read(root, how, &blocks, &needs);
	if (r == 0)
		r = vpb_usage_find_uses(&usage);
	if (r == 0)
		r = vpb_usage_find_holders(&usage);
	if (r == 0)
		r = vpb_usage_find_token(&usage);
	vpb_usage_find_network(&usage, request->network_root);
	vpb_usage_find_keyboards(&usage, how->is_boot);
	/* Another machine's disks are not here to be asked. */
	if (r == 0 && how->holds && root->is_running_machine)
		r = vpb_usage_open_disks(&usage, how->holds);
	return r;
}
