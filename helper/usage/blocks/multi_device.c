/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "multi_device.h"

#include <blkid/blkid.h>
#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

#include "../../base/array.h"

static bool same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

/* Each part of these has the UUID of the whole; one of LVM has that of its group. */
static bool is_part(const struct vpb_tags *tags)
{
	static const char *const types[] = {
		"btrfs", "bcachefs", "zfs_member", "linux_raid_member"};

	if (same(tags->type, "LVM2_member"))
		return tags->group_uuid;
	for (size_t i = 0; tags->uuid && i < VPB_ARRAY_SIZE(types); i++)
		if (same(tags->type, types[i]))
			return true;
	return false;
}

bool vpb_multi_device_is_same(const struct vpb_tags *a, const struct vpb_tags *b)
{
	if (!is_part(a) || !is_part(b) || !same(a->type, b->type))
		return false;
	return same(a->type, "LVM2_member") ? same(a->group_uuid, b->group_uuid)
					    : strcasecmp(a->uuid, b->uuid) == 0;
}

static bool is_made_of(const struct vpb_block *holder, size_t part)
{
	for (size_t i = 0; i < holder->slave_count; i++)
		if (holder->slaves[i] == part)
			return true;
	return holder->disk == (long)part;
}

/* A path to what another device shows as well, such as the disk of a partition at its end. */
static bool is_path(const struct vpb_blocks *blocks, size_t index)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (is_made_of(&blocks->items[i], index) &&
			vpb_multi_device_is_same(
				&blocks->items[i].tags, &blocks->items[index].tags))
			return true;
	return false;
}

bool vpb_multi_device_lacks_parts(const struct vpb_blocks *blocks, size_t index)
{
	const struct vpb_tags *tags = &blocks->items[index].tags;
	unsigned int count = 0;

	if (!is_part(tags))
		return false;
	/* The kernel knows of an array that it has started. */
	for (size_t i = 0; i < blocks->count; i++)
		if (same(tags->type, "linux_raid_member") &&
			vpb_word_has_start(blocks->items[i].name, "md") &&
			is_made_of(&blocks->items[i], index))
			return blocks->items[i].is_incomplete;
	for (size_t i = 0; i < blocks->count; i++)
		count += vpb_multi_device_is_same(tags, &blocks->items[i].tags) &&
			 !is_path(blocks, i);
	return !tags->member_count || count < tags->member_count;
}

/* "vg-lv", in which device mapper doubles the dashes of both parts. */
static bool is_mapper_name(const char *group, const char *name)
{
	for (; *group; group++) {
		if (*name++ != *group)
			return false;
		if (*group == '-' && *name++ != '-')
			return false;
	}
	return name[0] == '-' && name[1] && name[1] != '-';
}

bool vpb_multi_device_has_volume(const struct vpb_tags *tags, const char *node)
{
	static const char *const mapper[] = {"/dev/mapper/", "/dev/disk/by-id/dm-name-"};
	static const char uuid[] = "/dev/disk/by-id/dm-uuid-LVM-";
	size_t length;

	if (!tags->group || !tags->group_uuid || !vpb_word_has_start(node, "/dev/"))
		return false;
	for (size_t i = 0; i < 2; i++)
		if (vpb_word_has_start(node, mapper[i]))
			return is_mapper_name(tags->group, node + strlen(mapper[i]));
	if (vpb_word_has_start(node, uuid))
		return vpb_word_has_start(node + strlen(uuid), tags->group_uuid);
	length = strlen(tags->group);
	node += strlen("/dev/");
	return vpb_word_has_start(node, tags->group) && node[length] == '/' &&
	       node[length + 1];
}

/*
 * What can have anything in it, once it is open: all that is no file system. libblkid counts
 * members of pools among these; BitLocker is opened only where a table says so.
 */
static bool is_closed(const struct vpb_tags *tags)
{
	static const char *const plain[] = {"swap", "swsuspend", "BitLocker", "bcachefs"};
	const char *name;
	int usage;

	if (!tags->type || !*tags->type)
		return false;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(plain); i++)
		if (strcmp(tags->type, plain[i]) == 0)
			return false;
	for (size_t i = 0; blkid_superblocks_get_name(i, &name, &usage) == 0; i++)
		if (strcmp(tags->type, name) == 0)
			return usage != BLKID_USAGE_FILESYSTEM ||
			       vpb_word_has_end(name, "_member");
	return true;
}

/* Names that a partition has in its table. */
static bool is_of_table(const char *name)
{
	return vpb_word_has_start(name, "PART") ||
	       vpb_word_has_start(name, "/dev/disk/by-part");
}

/* Names that only a file system, or a volume within something, can have. */
static bool is_of_contents(const char *name)
{
	static const char *const starts[] = {"UUID=", "LABEL=", "PARTUUID=", "PARTLABEL=",
		"ARRAY=", "MEMBER=", "/dev/mapper/", "/dev/md", "/dev/disk/by-uuid/",
		"/dev/disk/by-partuuid/", "/dev/disk/by-id/dm-", "/dev/disk/by-id/md-"};

	/* What is written in an unusual encoding was perhaps not understood. */
	if (strpbrk(name, "\\%"))
		return false;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(starts); i++)
		if (vpb_word_has_start(name, starts[i]))
			return true;
	return false;
}

bool vpb_multi_device_may_hide(const struct vpb_blocks *blocks,
	struct vpb_address function, uint16_t class_code, const char *name)
{
	/* NVMe shows all that it has; another disk of any other controller may come later. */
	if (class_code != 0x0108 || !is_of_contents(name))
		return true;
	for (size_t i = 0; i < blocks->count; i++) {
		const struct vpb_block *block = &blocks->items[i];

		if (!vpb_block_is_below(block, function))
			continue;
		/* The table was perhaps not read with the partition. */
		if (is_closed(&block->tags) ||
			(is_of_table(name) && block->disk >= 0 && !block->tags.part_uuid))
			return true;
	}
	return false;
}
