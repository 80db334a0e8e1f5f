/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Which functions carry what the system needs. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"
#include "blocks/resolve.h"

struct uses {
	const struct vpb_usage *usage;
	bool *marks; /* one a block device: what the need at hand is on */
	bool *now; /* what the system has already */
	bool is_root_found;
};

/* Which of them brings it, or each a part, is not looked up: a machine has few. */
static int memory_tell(const struct vpb_usage *usage, const struct vpb_need *need,
	const struct vpb_block *block)
{
	bool is_system = !need->is_now || need->is_root;
	char reason[2000];
	int r = 0;

	snprintf(reason, sizeof(reason), "may have %s in its memory, which %s: %s",
		block->name, is_system ? "the system needs" : "is in use", need->user);
	for (size_t i = 0; r == 0 && i < usage->snapshot->device_count; i++) {
		struct vpb_device *device = &usage->snapshot->devices[i];

		if (usage->is_candidate[i] &&
			device->class_code == VPB_CLASS_PERSISTENT_MEMORY)
			r = vpb_blocker_set(is_system ? &device->system : &device->in_use,
				reason, need->fix);
	}
	return r;
}

static int use_tell(const struct vpb_usage *usage, const struct vpb_need *need,
	const struct vpb_block *block)
{
	bool is_system = !need->is_now || need->is_root;
	char reason[2000];
	int r;

	snprintf(reason, sizeof(reason), "carries %s, which %s: %s", block->name,
		is_system ? "the system needs" : "is in use", need->user);
	r = vpb_usage_find_block_peers(usage, need, block);
	if (r == 0 && block->is_cxl)
		r = memory_tell(usage, need, block);
	for (size_t i = 0; r == 0 && i < block->function_count; i++) {
		long found = vpb_snapshot_find(usage->snapshot, block->functions[i]);
		struct vpb_device *device =
			found < 0 ? NULL : &usage->snapshot->devices[found];

		if (device)
			r = vpb_blocker_set(is_system ? &device->system : &device->in_use,
				reason, need->fix);
	}
	return r;
}

/* Partitions first: their names say more than their disk's. */
static int uses_tell(const struct uses *uses, const struct vpb_need *need)
{
	const struct vpb_blocks *blocks = uses->usage->blocks;
	int r = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; r == 0 && i < blocks->count; i++)
			if (uses->marks[i] && (blocks->items[i].disk < 0) == pass)
				r = use_tell(uses->usage, need, &blocks->items[i]);
	return r;
}

/* A file is on something that is a need of its own (needs/list.h), and so is a volume in a file. */
static bool is_path(const struct vpb_needs *needs, const char *name)
{
	for (int depth = 0; name && depth < 8; depth++) {
		if (vpb_word_has_start(name, "PATH="))
			return true;
		name = vpb_needs_find_volume(needs, name);
	}
	return false;
}

/*
 * virtiofs, and 9p with its two ids (virtio 1.2, 4.1.2). Which of them has the tag is not looked
 * up: a virtual machine has few.
 */
static int share_tell(const struct vpb_usage *usage, const struct vpb_need *need)
{
	bool is_system = !need->is_now || need->is_root;
	char reason[2000];
	int r = 0;

	snprintf(reason, sizeof(reason), "may carry the share %s, which %s: %s",
		need->name + strlen("SHARE="),
		is_system ? "the system needs" : "is in use", need->user);
	for (size_t i = 0; r == 0 && i < usage->snapshot->device_count; i++) {
		struct vpb_device *device = &usage->snapshot->devices[i];

		if (usage->is_candidate[i] && device->vendor == 0x1af4 &&
			(device->device == 0x1009 || device->device == 0x1049 ||
				device->device == 0x105a))
			r = vpb_blocker_set(is_system ? &device->system : &device->in_use,
				reason, need->fix);
	}
	return r;
}

static int need_judge(struct uses *uses, const struct vpb_need *need)
{
	const struct vpb_usage *usage = uses->usage;
	bool is_spread, is_new = false;
	enum vpb_resolution resolution;
	int r;

	if (vpb_word_has_start(need->name, "SHARE=")) {
		uses->is_root_found |= need->is_now && need->is_root;
		return share_tell(usage, need);
	}
	memset(uses->marks, 0, usage->blocks->count);
	resolution = vpb_resolve(usage->root, usage->blocks, usage->needs, need->name,
		uses->marks, &is_spread);
	for (size_t i = 0; i < usage->blocks->count; i++) {
		is_new |= uses->marks[i] && !uses->now[i];
		uses->now[i] |= uses->marks[i] && need->is_now;
	}
	if (need->is_now && need->is_root && resolution != VPB_UNRESOLVED)
		uses->is_root_found = true;
	r = uses_tell(uses, need);
	if (r < 0 || resolution == VPB_RESOLVED_NETWORK)
		return r;
	if (resolution == VPB_UNRESOLVED) {
		if (need->is_any || is_path(usage->needs, need->name))
			return 0;
		/* The root file system is mounted from something, whatever its name meant. */
		if (need->is_root && !need->is_now && uses->is_root_found)
			return 0;
		return vpb_usage_mark_unresolved(usage, need, need->is_weak);
	}
	if (resolution == VPB_INCOMPLETE || (is_spread && is_new && !need->is_now))
		return vpb_usage_mark_unresolved(usage, need, true);
	return 0;
}

int vpb_usage_find_uses(const struct vpb_usage *usage)
{
	VPB_CLEANUP(vpb_freep) bool *marks = calloc(usage->blocks->count + 1, 1);
	VPB_CLEANUP(vpb_freep) bool *now = calloc(usage->blocks->count + 1, 1);
	struct uses uses = {usage, marks, now, usage->needs->is_root_remote};
	int r = 0;

	if (!marks || !now)
		return -ENOMEM;
	/* What is in use now comes first (vpb_needs_read): the rest is judged by it. */
	for (size_t i = 0; r == 0 && i < usage->needs->count; i++)
		r = need_judge(&uses, &usage->needs->items[i]);
	return r;
}
