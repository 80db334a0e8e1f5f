/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "resolve.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "../../base/array.h"
#include "multi_device.h"

enum {
	DEPTH_MAX = 8, /* links that lead to links, volumes that are made of volumes */
};

/* What one name is looked up in, and what was found. */
struct search {
	const struct vpb_root *root;
	const struct vpb_blocks *blocks;
	const struct vpb_needs *needs;
	bool *marks;
	unsigned int found;
	bool lacks_parts;
};

static void block_mark(struct search *search, long block)
{
	if (block < 0)
		return;
	search->marks[block] = true;
	search->found++;
}

/* Also from a name within /dev, such as "vg/lv": device mapper doubles a name's own dashes. */
static long node_find(const struct vpb_blocks *blocks, const char *name)
{
	char dm_name[PATH_MAX];
	size_t length = 0;
	long found = vpb_blocks_find(blocks, name);

	if (found >= 0)
		return found;
	if (vpb_word_has_start(name, "mapper/"))
		return vpb_blocks_find_dm(blocks, name + strlen("mapper/"));
	for (; *name && length < sizeof(dm_name) - 2; name++) {
		if (*name == '-')
			dm_name[length++] = '-';
		dm_name[length++] = (char)(*name == '/' ? '-' : *name);
	}
	dm_name[length] = '\0';
	return vpb_blocks_find_dm(blocks, dm_name);
}

/* A link of udev's, or one to such a link. Kernel names are unique: the last part will do. */
static void link_find(struct search *search, const char *link)
{
	char path[PATH_MAX], target[PATH_MAX];

	snprintf(path, sizeof(path), "%s", link);
	for (int depth = 0; depth < DEPTH_MAX; depth++) {
		char *slash = strrchr(path, '/');
		long block;

		if (vpb_root_read_target(search->root, path, target) < 0)
			return;
		block = vpb_blocks_find(search->blocks,
			strrchr(target, '/') ? strrchr(target, '/') + 1 : target);
		if (block >= 0) {
			block_mark(search, block);
			return;
		}
		if (*target == '/')
			snprintf(path, sizeof(path), "%s", target + 1);
		else if (slash)
			snprintf(slash + 1, sizeof(path) - (size_t)(slash + 1 - path),
				"%s", target);
	}
}

/* udev's name for the link of a tag (libblkid's encoding). */
static void tag_link_find(struct search *search, const char *folder, const char *value)
{
	char path[PATH_MAX];
	int length = snprintf(path, sizeof(path), "dev/disk/%s/", folder);

	for (; *value && length < PATH_MAX - 8; value++) {
		bool plain = isalnum((unsigned char)*value) ||
			     strchr("#+-.:=@_", *value) || (unsigned char)*value >= 0x80;

		length += snprintf(path + length, sizeof(path) - (size_t)length,
			plain ? "%c" : "\\x%02x", (unsigned char)*value);
	}
	link_find(search, path);
}

static bool same(const char *a, const char *b)
{
	return a && strcmp(a, b) == 0;
}

/* UUIDs are numbers, whatever the case of their digits. */
static bool same_uuid(const char *a, const char *b)
{
	return a && strcasecmp(a, b) == 0;
}

static bool is_array(const char *uuid, const char *digits)
{
	for (; uuid && *uuid; uuid++)
		if (isxdigit((unsigned char)*uuid) &&
			tolower((unsigned char)*uuid) != *digits++)
			return false;
	return uuid && !*digits;
}

static bool tags_match(const struct vpb_tags *tags, const char *key, const char *value)
{
	switch (*key) {
	case 'U':
		return same_uuid(tags->uuid, value);
	case 'L':
		return same(tags->label, value);
	case 'P': /* PARTUUID=, PARTLABEL=, POOL= */
		if (key[1] == 'O')
			return same(tags->type, "zfs_member") && same(tags->label, value);
		return key[4] == 'U' ? same_uuid(tags->part_uuid, value)
				     : same(tags->part_label, value);
	case 'A':
		return same(tags->type, "linux_raid_member") &&
		       is_array(tags->uuid, value);
	case 'M':
		return same(tags->type, value);
	}
	return false;
}

static void key_find(struct search *search, const char *name)
{
	static const struct {
		const char *key, *folder;
	} keys[] = {
		{"UUID=", "by-uuid"},
		{"LABEL=", "by-label"},
		{"PARTUUID=", "by-partuuid"},
		{"PARTLABEL=", "by-partlabel"},
		{"ID=", "by-id"},
		{"ARRAY=", NULL},
		{"MEMBER=", NULL},
		{"POOL=", NULL},
	};
	unsigned int major, minor;

	if (sscanf(name, "NUMBER=%u:%u", &major, &minor) == 2)
		block_mark(search, vpb_blocks_find_number(search->blocks, major, minor));
	for (size_t i = 0; i < VPB_ARRAY_SIZE(keys); i++) {
		const char *value = name + strlen(keys[i].key);

		if (!vpb_word_has_start(name, keys[i].key) || !*value)
			continue;
		for (size_t j = 0; j < search->blocks->count; j++)
			if (tags_match(&search->blocks->items[j].tags, name, value))
				block_mark(search, (long)j);
		if (keys[i].folder)
			tag_link_find(search, keys[i].folder, value);
	}
}

/*
 * A volume of LVM that is not active is wherever its group is. A member that does not say which
 * group it is of may be of this one.
 */
static void group_find(struct search *search, const char *node)
{
	const struct vpb_blocks *blocks = search->blocks;
	unsigned int before = search->found;

	for (size_t i = 0; i < blocks->count; i++)
		if (same(blocks->items[i].tags.type, "LVM2_member") &&
			vpb_multi_device_has_volume(&blocks->items[i].tags, node)) {
			block_mark(search, (long)i);
			search->lacks_parts |= vpb_multi_device_lacks_parts(blocks, i);
		}
	for (size_t i = 0; search->found > before && i < blocks->count; i++)
		if (same(blocks->items[i].tags.type, "LVM2_member") &&
			!blocks->items[i].tags.group)
			block_mark(search, (long)i);
}

/* udev's links say what they are: the tag will do where nobody has made the link. */
static void link_tag_find(struct search *search, const char *node)
{
	static const char *const links[][2] = {{"/dev/disk/by-uuid/", "UUID="},
		{"/dev/disk/by-partuuid/", "PARTUUID="},
		{"/dev/disk/by-label/", "LABEL="},
		{"/dev/disk/by-partlabel/", "PARTLABEL="}};
	static const char dm_uuid[] = "/dev/disk/by-id/dm-uuid-";
	static const char dm_name[] = "/dev/disk/by-id/dm-name-";
	char name[300];

	for (size_t i = 0; i < VPB_ARRAY_SIZE(links); i++) {
		if (!vpb_word_has_start(node, links[i][0]))
			continue;
		snprintf(name, sizeof(name), "%s%s", links[i][1],
			node + strlen(links[i][0]));
		key_find(search, name);
	}
	for (size_t i = 0; i < search->blocks->count; i++) {
		const struct vpb_block *block = &search->blocks->items[i];

		if ((vpb_word_has_start(node, dm_uuid) &&
			    same(block->dm_uuid, node + strlen(dm_uuid))) ||
			(vpb_word_has_start(node, dm_name) &&
				same(block->dm_name, node + strlen(dm_name))))
			block_mark(search, (long)i);
	}
}

static void node_name_find(struct search *search, const char *node)
{
	unsigned int before = search->found;

	block_mark(search, node_find(search->blocks, node + strlen("/dev/")));
	link_find(search, node + 1);
	if (search->found == before)
		link_tag_find(search, node);
	if (search->found == before)
		group_find(search, node);
}

static void name_find(struct search *search, const char *name)
{
	for (int depth = 0; name && depth < DEPTH_MAX; depth++) {
		if (!vpb_word_has_start(name, "/dev/")) {
			key_find(search, name);
			return;
		}
		node_name_find(search, name);
		name = vpb_needs_find_volume(search->needs, name);
	}
}

static bool is_part_of(
	const struct vpb_blocks *blocks, const struct vpb_block *whole, size_t index)
{
	if (whole->disk == (long)index)
		return true;
	for (size_t i = 0; i < whole->slave_count; i++)
		if (whole->slaves[i] == index)
			return true;
	return vpb_multi_device_is_same(&whole->tags, &blocks->items[index].tags);
}

/* Marks what the marked ones are made of, until there is no more. */
static void parts_mark(struct search *search)
{
	bool more = true;

	while (more) {
		more = false;
		for (size_t i = 0; i < search->blocks->count; i++) {
			if (!search->marks[i])
				continue;
			for (size_t j = 0; j < search->blocks->count; j++) {
				if (search->marks[j] ||
					!is_part_of(search->blocks,
						&search->blocks->items[i], j))
					continue;
				search->marks[j] = more = true;
			}
		}
	}
}

/* What is at the bottom: hardware, memory, a file of a file system that is mounted, a server. */
static enum vpb_resolution bottom_judge(const struct vpb_block *block)
{
	static const char *const memory[] = {"zram", "ram", "loop"};

	if (block->is_incomplete)
		return VPB_INCOMPLETE;
	if (!block->is_virtual || block->disk >= 0 || block->slave_count)
		return VPB_RESOLVED;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(memory); i++)
		if (vpb_word_has_start(block->name, memory[i]))
			return VPB_RESOLVED;
	/* DRBD is kept here as well, and nothing says on which disk. */
	return block->is_remote && !vpb_word_has_start(block->name, "drbd")
		       ? VPB_RESOLVED_NETWORK
		       : VPB_UNRESOLVED;
}

enum vpb_resolution vpb_resolve(const struct vpb_root *root,
	const struct vpb_blocks *blocks, const struct vpb_needs *needs, const char *name,
	bool *marks, bool *ret_is_spread)
{
	struct search search = {root, blocks, needs, marks, 0, false};
	enum vpb_resolution worst = VPB_RESOLVED;

	*ret_is_spread = false;
	name_find(&search, name);
	for (size_t i = 0; i < blocks->count; i++)
		*ret_is_spread |= marks[i] && vpb_multi_device_lacks_parts(blocks, i);
	if (search.lacks_parts)
		worst = VPB_INCOMPLETE;
	parts_mark(&search);
	for (size_t i = 0; i < blocks->count; i++) {
		enum vpb_resolution here;

		if (!marks[i])
			continue;
		here = bottom_judge(&blocks->items[i]);
		if (here > worst)
			worst = here;
	}
	return search.found ? worst : VPB_UNRESOLVED;
}
