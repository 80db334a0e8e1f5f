/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "usage.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../core/guard.h"
#include "needs/read.h"
#include "parts.h"

/*
 * Which claimed devices have to be looked at, by this run; whether there is any, or one that the system
 * may need in the group of what this run judges.
 */
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
		/* Whether the system comes over a network card is seen only now. */
		if (how->is_boot ? vpb_claim_late_reason(scene, claim) ||
					   (!claim->is_companion &&
						   vpb_device_is_network(device))
				 : vpb_device_may_carry(device))
			any = is_candidate[claim->device] = true;
		any |= (!how->is_boot || vpb_claim_late_reason(scene, claim)) &&
		       vpb_snapshot_may_carry(scene->snapshot, claim->device);
	}
	return any;
}

/* What the system has over the network is a reason to judge network cards late. */
static int need_remember(const struct vpb_peers *peers, struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; !snapshot->network_need && i < peers->count; i++) {
		if (!peers->items[i].is_system)
			continue;
		snapshot->network_need = strdup(peers->items[i].what);
		return snapshot->network_need ? 0 : -ENOMEM;
	}
	return 0;
}

static void suppliers_done(struct vpb_suppliers *suppliers)
{
	free(suppliers->items);
}

static int everything_read(const struct vpb_usage *usage, const struct vpb_usage_how *how,
	struct vpb_blocks *blocks, struct vpb_needs *needs)
{
	const struct vpb_root *root = usage->root;
	int r = vpb_blocks_read(root, blocks);

	if (r == 0)
		r = vpb_usage_add_suppliers(usage, blocks);
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
	VPB_CLEANUP(suppliers_done) struct vpb_suppliers suppliers = {};
	VPB_CLEANUP(vpb_peers_done) struct vpb_peers peers = {};
	struct vpb_usage usage = {
		root, &blocks, &needs, NULL, snapshot, &suppliers, &peers};
	int r;

	is_candidate = calloc(snapshot->device_count + 1, sizeof(*is_candidate));
	if (!is_candidate)
		return -ENOMEM;
	if (!candidates_find(
		    &(struct vpb_scene){request, snapshot, selection}, how, is_candidate))
		return 0;
	usage.is_candidate = is_candidate;
	snapshot->has_usage = true;
	/* PVE::SysFSTools, pci_dev_group_bind_to_vfio(): all but bridges, whatever uses them. */
	snapshot->takes_groups = vpb_root_has(root, "etc/pve");
	r = vpb_usage_read_suppliers(&usage);
	if (r == 0)
		r = everything_read(&usage, how, &blocks, &needs);
	if (r == 0)
		r = vpb_usage_find_uses(&usage);
	if (r == 0)
		r = vpb_usage_find_holders(&usage);
	if (r == 0)
		r = vpb_usage_find_console(&usage);
	if (r == 0)
		r = vpb_usage_find_token(&usage);
	if (r == 0)
		r = vpb_usage_find_server_peers(&usage);
	if (r == 0)
		r = vpb_usage_find_network(&usage, request);
	if (r == 0)
		r = need_remember(&peers, snapshot);
	if (r == 0)
		r = vpb_usage_find_keyboards(&usage, how->is_boot);
	/* Another machine's disks are not here to be asked. */
	if (r == 0 && how->holds && root->is_running_machine)
		r = vpb_usage_open_disks(&usage, how->holds);
	return r;
}
