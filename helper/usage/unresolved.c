/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Which functions may carry what was not found. The rule is that any may. The exception is an NVMe
 * disk whose every part was read and does not have it. Each of these would break that:
 *
 *   another disk comes later               only NVMe shows at once all that it has (blocks/multi_device.c)
 *   a part could not be read, or not yet   it counts as unknown (is_unread, has_slow_drive)
 *   it is within something closed          whatever libblkid does not call a file system may
 *                                          have anything in it (blocks/multi_device.c)
 *   ... which does not look closed         plain dm-crypt and TrueCrypt look blank, a header may
 *                                          lie elsewhere, BitLocker is closed to Linux only until
 *                                          someone opens it: a table lists these (is_listed)
 *   it is a name for the disk itself       links by path or by id, nodes, what multipath maps
 *   the name is written in another way     in an encoding of its own (blocks/multi_device.c)
 *
 * What is left is known to some service alone: an image in a file system that it sets a loop
 * device up on, a plain volume that no table lists, a drive that locks itself (OPAL) and shows a
 * small disk until a program unlocks it. The manual page says that such a disk must not be selected.
 */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../base/array.h"
#include "../sys/folder.h"
#include "parts.h"
#include "needs/need_source.h"
#include "blocks/resolve.h"
#include "blocks/multi_device.h"

#define SCSI_DEVICES "sys/bus/scsi/devices"

/*
 * Classes that a disk can be attached to: storage, persistent memory, card readers, Firewire, USB,
 * Fibre Channel, InfiniBand, Thunderbolt, and those that say nothing (virtio's older ids).
 */
static bool may_have_disks(uint16_t class_code)
{
	static const uint16_t classes[] = {VPB_CLASS_PERSISTENT_MEMORY, 0x0805, 0x0880,
		0x0c00, 0x0c03, 0x0c04, 0x0c06, 0x0c80};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(classes); i++)
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

/* Neither the disk nor a partition of it could be read: the drive may still be spinning up. */
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
 * Whether a drive below the function has answered but is not a disk yet: the kernel's sd looks at
 * one after the other (drivers/scsi/sd.c, sd_probe). Types 0 and 20 are disks.
 */
static bool has_slow_drive(const struct vpb_root *root, struct vpb_address function)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char address[VPB_ADDRESS_BYTES], path[PATH_MAX], target[PATH_MAX], type[8];

	vpb_address_format(function, address);
	folder = vpb_folder_read(root, SCSI_DEVICES);
	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		snprintf(path, sizeof(path), SCSI_DEVICES "/%s", name);
		if (vpb_root_read_target(root, path, target) < 0)
			continue;
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
static bool has_known_disks(const struct vpb_usage *usage, struct vpb_address function)
{
	const struct vpb_blocks *blocks = usage->blocks;
	bool any = false;

	for (size_t i = 0; i < blocks->count; i++) {
		if (!vpb_block_is_below(&blocks->items[i], function))
			continue;
		if (is_unread(blocks, i))
			return false;
		any |= !blocks->items[i].is_hidden;
	}
	return any && !has_slow_drive(usage->root, function);
}

/*
 * A map of several paths to one disk (multipath) has the contents of the disk and a name that says
 * nothing about it. multipathd(8) notes in that folder which disks it has mapped.
 */
static bool is_map_of_disk(const struct vpb_root *root, const char *name)
{
	return (vpb_word_has_start(name, "/dev/mapper/") ||
		       vpb_word_has_start(name, "/dev/disk/by-id/dm-")) &&
	       vpb_root_has(root, "etc/multipath");
}

/* Whether the disks of the function may have it, although all of them were read. */
static bool may_hide(
	const struct vpb_usage *usage, const struct vpb_device *device, const char *name)
{
	return is_map_of_disk(usage->root, name) ||
	       vpb_multi_device_may_hide(
		       usage->blocks, device->address, device->class_code, name);
}

/*
 * Whether a volume that a table lists and that is not open is, or may be, on the disks of the
 * function: it may contain anything.
 */
static bool is_listed(
	const struct vpb_usage *usage, const struct vpb_device *device, bool *marks)
{
	const struct vpb_blocks *blocks = usage->blocks;

	for (size_t i = 0; i < usage->needs->volume_count; i++) {
		const struct vpb_volume *volume = &usage->needs->volumes[i];
		const char *node = volume->node + strlen("/dev/");
		bool is_spread;

		if (vpb_word_has_start(node, "mapper/") &&
			vpb_blocks_find_dm(blocks, node + strlen("mapper/")) >= 0)
			continue;
		memset(marks, 0, blocks->count);
		if (vpb_resolve(usage->root, blocks, usage->needs, volume->name, marks,
			    &is_spread) == VPB_UNRESOLVED &&
			may_hide(usage, device, volume->name))
			return true;
		for (size_t j = 0; j < blocks->count; j++)
			if (marks[j] &&
				vpb_block_is_below(&blocks->items[j], device->address))
				return true;
	}
	return false;
}

static void reason_write(
	const struct vpb_need *need, bool only_unknown, char *reason, size_t reason_bytes)
{
	if (*need->name == '?')
		snprintf(reason, reason_bytes,
			"may carry something that the system needs: %s", need->user);
	else
		snprintf(reason, reason_bytes, "may carry %s%s, which %s: %s",
			only_unknown ? "a part of " : "", need->name,
			only_unknown ? "was not found in full"
				     : "the system needs and which was not found",
			need->user);
}

int vpb_usage_mark_unresolved(
	const struct vpb_usage *usage, const struct vpb_need *need, bool only_unknown)
{
	VPB_CLEANUP(vpb_freep) bool *marks = calloc(usage->blocks->count + 1, 1);
	char reason[2000];
	int r = 0;

	if (!marks)
		return -ENOMEM;
	reason_write(need, only_unknown, reason, sizeof(reason));
	for (size_t i = 0; r == 0 && i < usage->snapshot->device_count; i++) {
		struct vpb_device *device = &usage->snapshot->devices[i];

		if (!usage->is_candidate[i] ||
			!(shows_disks(usage->blocks, device->address) ||
				may_have_disks(device->class_code)))
			continue;
		/* The name of the root file system may mean anything. */
		if (!has_known_disks(usage, device->address) ||
			(!only_unknown &&
				(need->is_root || may_hide(usage, device, need->name) ||
					is_listed(usage, device, marks))))
			r = vpb_blocker_set(&device->unsure, reason, need->fix);
	}
	return r;
}
