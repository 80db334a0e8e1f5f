/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is built on a disk and idle: a volume group, an array, an unlocked volume. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

/* "vg-lv", in which both parts have their own dashes doubled (libdevmapper). */
static void group_name(const char *dm_name, char *name, size_t name_bytes)
{
	size_t length = 0;

	for (; *dm_name && length < name_bytes - 1; dm_name++) {
		if (*dm_name == '-' && *++dm_name != '-')
			break;
		name[length++] = *dm_name;
	}
	name[length] = '\0';
}

/* The command that takes it apart. */
static void freeing(const struct vpb_block *holder, char *command, size_t command_bytes)
{
	const char *name = holder->dm_name ? holder->dm_name : holder->name;
	char group[200];

	if (vpb_word_has_start(holder->dm_uuid, "LVM-")) {
		group_name(name, group, sizeof(group));
		snprintf(command, command_bytes, "vgchange -an %s", group);
	} else if (vpb_word_has_start(holder->dm_uuid, "CRYPT-")) {
		snprintf(command, command_bytes, "cryptsetup close %s", name);
	} else if (vpb_word_has_start(holder->dm_uuid, "mpath-")) {
		snprintf(command, command_bytes, "multipath -f %s", name);
	} else if (holder->dm_name) {
		snprintf(command, command_bytes, "dmsetup remove %s", name);
	} else if (vpb_word_has_start(holder->name, "bcache")) {
		snprintf(command, command_bytes, "echo 1 > /sys/block/%s/bcache/stop",
			name);
	} else {
		snprintf(command, command_bytes, "mdadm --stop /dev/%s", name);
	}
}

static bool is_made_of(const struct vpb_block *holder, size_t block)
{
	for (size_t i = 0; i < holder->slave_count; i++)
		if (holder->slaves[i] == block)
			return true;
	return holder->disk == (long)block;
}

/* Marks what is built on the function's disks, level by level; returns how many levels. */
static unsigned int levels_find(const struct vpb_blocks *blocks,
	struct vpb_address function, unsigned int *levels)
{
	unsigned int top = 0;

	for (size_t i = 0; i < blocks->count; i++)
		levels[i] = vpb_block_is_below(&blocks->items[i], function);
	for (unsigned int level = 1; level <= blocks->count; level++)
		for (size_t i = 0; i < blocks->count; i++)
			for (size_t j = 0; levels[i] == level && j < blocks->count; j++)
				if (is_made_of(&blocks->items[j], i) &&
					!vpb_block_is_below(&blocks->items[j], function))
					top = levels[j] = level + 1;
	return top;
}

static void command_add(struct vpb_text *fix, const char *command)
{
	const char *found = fix->data ? strstr(fix->data, command) : NULL;
	size_t length = strlen(command);

	/* Whole, and not the beginning of another. */
	for (; found; found = strstr(found + length, command))
		if (!found[length] || vpb_word_has_start(found + length, " && "))
			return;
	vpb_text_add(fix, "%s%s", fix->data ? " && " : "to free it, run: ", command);
}

/* What is said of one function: its own devices, what they are parts of, how to free them. */
struct told {
	struct vpb_text parts, holders, fix;
	unsigned int part_count;
};

static void told_done(struct told *told)
{
	vpb_text_done(&told->parts);
	vpb_text_done(&told->holders);
	vpb_text_done(&told->fix);
}

static void part_tell(struct told *told, const struct vpb_block *block)
{
	vpb_text_add(&told->parts, "%s%s", told->parts.data ? ", " : "", block->name);
	told->part_count++;
}

static void holder_tell(struct told *told, const struct vpb_block *holder)
{
	char command[400];

	freeing(holder, command, sizeof(command));
	command_add(&told->fix, command);
	vpb_text_add(&told->holders, "%s%s%s%s%s", told->holders.data ? ", " : "",
		holder->name, holder->dm_name ? " (" : "",
		holder->dm_name ? holder->dm_name : "", holder->dm_name ? ")" : "");
}

/*
 * bcache keeps a registered device open, also while nothing is built on it: data that waits for its
 * cache, and a cache whose device was stopped (bcache.rst, "registered"). True where that is so.
 */
static bool bcache_tell(const struct vpb_root *root, struct told *told,
	const struct vpb_block *block, bool has_holder)
{
	static const char *const stops[] = {"bcache/set/stop", "bcache/stop"};
	char path[PATH_MAX], command[PATH_MAX + 20];

	for (size_t i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "sys/class/block/%s/%s", block->name,
			stops[i]);
		if (!vpb_root_has(root, path) || (i == 1 && has_holder))
			continue;
		snprintf(command, sizeof(command), "echo 1 > /%s", path);
		command_add(&told->fix, command);
		if (!has_holder)
			vpb_text_add(&told->holders, "%sbcache, which has registered it",
				told->holders.data ? ", " : "");
		return true;
	}
	return false;
}

static bool has_holder(const struct vpb_blocks *blocks, size_t block)
{
	for (size_t i = 0; i < blocks->count; i++)
		for (size_t j = 0; j < blocks->items[i].slave_count; j++)
			if (blocks->items[i].slaves[j] == block)
				return true;
	return false;
}

/* From the top down: what is built on others has to go before these. */
static int holders_tell(const struct vpb_usage *usage, const unsigned int *levels,
	unsigned int top, struct vpb_device *device)
{
	const struct vpb_blocks *blocks = usage->blocks;
	VPB_CLEANUP(told_done) struct told told = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	for (unsigned int level = top; level > 1; level--)
		for (size_t i = 0; i < blocks->count; i++)
			if (levels[i] == level && blocks->items[i].slave_count)
				holder_tell(&told, &blocks->items[i]);
	for (size_t i = 0; i < blocks->count; i++) {
		bool is_held = levels[i] == 1 && has_holder(blocks, i);

		if (levels[i] == 1 &&
			(bcache_tell(usage->root, &told, &blocks->items[i], is_held) ||
				is_held))
			part_tell(&told, &blocks->items[i]);
	}
	if (!told.holders.data)
		return 0;
	vpb_text_add(&reason, "carries %s, which %s of %s", told.parts.data,
		told.part_count > 1 ? "are parts" : "is a part", told.holders.data);
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&told.fix) < 0 ||
		vpb_text_error(&told.parts) < 0 || vpb_text_error(&told.holders) < 0)
		return -ENOMEM;
	return vpb_blocker_set(&device->in_use, reason.data, told.fix.data);
}

int vpb_usage_find_holders(const struct vpb_usage *usage)
{
	VPB_CLEANUP(vpb_freep)
	unsigned int *levels = calloc(usage->blocks->count + 1, sizeof(*levels));
	int r = 0;

	if (!levels)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < usage->snapshot->device_count; i++) {
		struct vpb_device *device = &usage->snapshot->devices[i];
		unsigned int top;

		if (!usage->is_candidate[i])
			continue;
		top = levels_find(usage->blocks, device->address, levels);
		r = holders_tell(usage, levels, top, device);
	}
	return r;
}
