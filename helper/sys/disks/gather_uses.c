/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Which functions carry what the system needs. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "folder.h"
#include "gather.h"
#include "resolve.h"
#include "wholes.h"

#define SCSI_DEVICES "sys/bus/scsi/devices"

struct uses {
	const struct vpb_gather *gather;
	bool *marks; /* one a block device: what the need at hand is on */
	bool *now; /* what the system has already */
	bool is_root_found;
};

static int use_tell(const struct vpb_gather *gather, const struct vpb_need *need,
	const struct vpb_block *block)
{
	bool is_system = !need->is_now || need->is_root;
	char reason[2000];
	int r = 0;

	snprintf(reason, sizeof(reason), "%s is on it, and %s%s", block->name,
		is_system ? "the system needs that: " : "", need->user);
	for (size_t i = 0; r == 0 && i < block->function_count; i++) {
		long found = vpb_snapshot_find(gather->snapshot, block->functions[i]);
		struct vpb_device *device =
			found < 0 ? NULL : &gather->snapshot->devices[found];

		if (device)
			r = vpb_trouble_set(is_system ? &device->system : &device->in_use,
				reason, need->cure);
	}
	return r;
}

/* Partitions first: they say more than their disk. */
static int uses_tell(const struct uses *uses, const struct vpb_need *need)
{
	const struct vpb_blocks *blocks = uses->gather->blocks;
	int r = 0;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; r == 0 && i < blocks->count; i++)
			if (uses->marks[i] && (blocks->items[i].disk < 0) == pass)
				r = use_tell(uses->gather, need, &blocks->items[i]);
	return r;
}

/*
 * By its class, what a disk can hang on: storage, card readers, Firewire, USB, Fibre Channel,
 * InfiniBand, Thunderbolt, and what says nothing of itself (virtio's older ids).
 */
static bool may_have_disks(uint16_t class_code)
{
	static const uint16_t classes[] = {
		0x0805, 0x0880, 0x0c00, 0x0c03, 0x0c04, 0x0c06, 0x0c80};

	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (class_code == classes[i])
			return true;
	return VPB_CLASS_BASE(class_code) == 0x00 || VPB_CLASS_BASE(class_code) == 0x01 ||
	       VPB_CLASS_BASE(class_code) == 0xff;
}

static bool shows_disks(const struct vpb_blocks *blocks, struct vpb_address function)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (vpb_block_is_below(&blocks->items[i], function))
			return true;
	return false;
}

/* Neither it nor partitions of it could be read, be it that the drive has just begun to turn. */
static bool is_unread(const struct vpb_blocks *blocks, size_t block)
{
	if (blocks->items[block].tags.type || blocks->items[block].is_hidden)
		return false;
	for (size_t i = 0; i < blocks->count; i++)
		if (blocks->items[i].disk == (long)block)
			return false;
	return true;
}

/*
 * Whether a drive has answered below the function that is no disk yet: the kernel's sd takes its
 * time for one after the other (drivers/scsi/sd.c, sd_probe). Types 0 and 20 are disks.
 */
static bool has_slow_drive(const struct vpb_root *root, struct vpb_address function)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char address[VPB_ADDRESS_BYTES], path[PATH_MAX], target[PATH_MAX], type[8];

	vpb_address_format(function, address);
	folder = vpb_folder_read(root, SCSI_DEVICES);
	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		ssize_t length;

		snprintf(path, sizeof(path), SCSI_DEVICES "/%s", name);
		length = readlinkat(root->fd, path, target, sizeof(target) - 1);
		if (length < 0)
			continue;
		target[length] = '\0';
		snprintf(path, sizeof(path), SCSI_DEVICES "/%s/type", name);
		if (!strstr(target, address) ||
			vpb_root_read_word(root, path, type, sizeof(type)) < 0 ||
			(strcmp(type, "0") != 0 && strcmp(type, "20") != 0))
			continue;
		snprintf(path, sizeof(path), SCSI_DEVICES "/%s/block", name);
		if (!vpb_root_has(root, path))
			return true;
	}
	return false;
}

/* Whether there are disks below the function, and all of them have been read. */
static bool has_known_disks(const struct vpb_gather *gather, struct vpb_address function)
{
	const struct vpb_blocks *blocks = gather->blocks;
	bool any = false;

	for (size_t i = 0; i < blocks->count; i++) {
		if (!vpb_block_is_below(&blocks->items[i], function))
			continue;
		if (is_unread(blocks, i))
			return false;
		any |= !blocks->items[i].is_hidden;
	}
	return any && !has_slow_drive(gather->root, function);
}

/*
 * What was not found may be on any candidate. Where `only_unknown`, on those whose disks nobody
 * has seen or read yet: what may lack a part, or can be done without.
 */
static int lost_tell(
	const struct vpb_gather *gather, const struct vpb_need *need, bool only_unknown)
{
	char reason[2000], cure[2000];
	int r = 0;

	if (*need->name == '?')
		snprintf(reason, sizeof(reason),
			"nobody can tell whether the system needs it: %s", need->user);
	else
		snprintf(reason, sizeof(reason),
			"it may have %s%s on it, which %s be found, and %s",
			only_unknown ? "a part of " : "", need->name,
			only_unknown ? "need not all" : "cannot", need->user);
	snprintf(cure, sizeof(cure), "%s", need->cure);
	for (size_t i = 0; r == 0 && i < gather->snapshot->device_count; i++) {
		struct vpb_device *device = &gather->snapshot->devices[i];
		bool shows = shows_disks(gather->blocks, device->address);

		if (!gather->is_candidate[i] ||
			!(shows || may_have_disks(device->class_code)))
			continue;
		if (!has_known_disks(gather, device->address) ||
			(!only_unknown &&
				(need->is_root ||
					vpb_whole_may_hide(gather->blocks,
						device->address, device->class_code,
						need->name))))
			r = vpb_trouble_set(&device->system, reason, cure);
	}
	return r;
}

/* Files lie on what is a need of its own (needs.h), and so do volumes that are made of files. */
static bool is_path(const struct vpb_needs *needs, const char *name)
{
	for (int depth = 0; name && depth < 8; depth++) {
		if (strncmp(name, "PATH=", strlen("PATH=")) == 0)
			return true;
		name = vpb_needs_find_volume(needs, name);
	}
	return false;
}

/*
 * virtiofs, and 9p by its two numbers (virtio 1.2, 4.1.2). Which of them has the tag is not looked
 * for: who runs this machine gives it few.
 */
static int share_tell(const struct vpb_gather *gather, const struct vpb_need *need)
{
	bool is_system = !need->is_now || need->is_root;
	char reason[2000];
	int r = 0;

	snprintf(reason, sizeof(reason), "it may be what the share %s comes over: %s",
		need->name + strlen("SHARE="), need->user);
	for (size_t i = 0; r == 0 && i < gather->snapshot->device_count; i++) {
		struct vpb_device *device = &gather->snapshot->devices[i];

		if (gather->is_candidate[i] && device->vendor == 0x1af4 &&
			(device->device == 0x1009 || device->device == 0x1049 ||
				device->device == 0x105a))
			r = vpb_trouble_set(is_system ? &device->system : &device->in_use,
				reason, need->cure);
	}
	return r;
}

static int need_judge(struct uses *uses, const struct vpb_need *need)
{
	const struct vpb_gather *gather = uses->gather;
	bool is_spread, is_new = false;
	enum vpb_resolution resolution;
	int r;

	if (strncmp(need->name, "SHARE=", strlen("SHARE=")) == 0) {
		uses->is_root_found |= need->is_now && need->is_root;
		return share_tell(gather, need);
	}
	memset(uses->marks, 0, gather->blocks->count);
	resolution = vpb_resolve(gather->root, gather->blocks, gather->needs, need->name,
		uses->marks, &is_spread);
	for (size_t i = 0; i < gather->blocks->count; i++) {
		is_new |= uses->marks[i] && !uses->now[i];
		uses->now[i] |= uses->marks[i] && need->is_now;
	}
	if (need->is_now && need->is_root && resolution != VPB_UNRESOLVED)
		uses->is_root_found = true;
	r = uses_tell(uses, need);
	if (r < 0 || resolution == VPB_RESOLVED_NETWORK)
		return r;
	if (resolution == VPB_UNRESOLVED) {
		if (need->is_any || is_path(gather->needs, need->name))
			return 0;
		/* The root file system is mounted from something, whatever its name meant. */
		if (need->is_root && !need->is_now && uses->is_root_found)
			return 0;
		return lost_tell(gather, need, need->is_weak);
	}
	if (resolution == VPB_INCOMPLETE || (is_spread && is_new && !need->is_now))
		return lost_tell(gather, need, true);
	return 0;
}

int vpb_gather_uses(const struct vpb_gather *gather)
{
	VPB_CLEANUP(vpb_freep) bool *marks = calloc(gather->blocks->count + 1, 1);
	VPB_CLEANUP(vpb_freep) bool *now = calloc(gather->blocks->count + 1, 1);
	struct uses uses = {gather, marks, now, false};
	int r = 0;

	if (!marks || !now)
		return -ENOMEM;
	/* Those of now stand first (vpb_needs_read), and the others are judged by them. */
	for (size_t i = 0; r == 0 && i < gather->needs->count; i++)
		r = need_judge(&uses, &gather->needs->items[i]);
	return r;
}
