/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Stacks that nobody has open: a group of volumes, an array, an unlocked volume. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gather.h"

static bool has_start(const char *name, const char *start)
{
	return name && strncmp(name, start, strlen(start)) == 0;
}

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

	if (has_start(holder->dm_uuid, "LVM-")) {
		group_name(name, group, sizeof(group));
		snprintf(command, command_bytes, "vgchange -an %s", group);
	} else if (has_start(holder->dm_uuid, "CRYPT-")) {
		snprintf(command, command_bytes, "cryptsetup close %s", name);
	} else if (has_start(holder->dm_uuid, "mpath-")) {
		snprintf(command, command_bytes, "multipath -f %s", name);
	} else if (holder->dm_name) {
		snprintf(command, command_bytes, "dmsetup remove %s", name);
	} else if (has_start(holder->name, "bcache")) {
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

static void command_add(struct vpb_text *cure, const char *command)
{
	if (cure->data && strstr(cure->data, command))
		return;
	vpb_text_add(cure, "%s%s", cure->data ? ", then " : "to free it: ", command);
}

static int holders_tell(const struct vpb_blocks *blocks, const unsigned int *levels,
	unsigned int top, struct vpb_device *device)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text cure = {};

	for (unsigned int level = top; level > 1; level--)
		for (size_t i = 0; i < blocks->count; i++) {
			const struct vpb_block *holder = &blocks->items[i];
			char command[400];

			if (levels[i] != level || !holder->slave_count)
				continue;
			freeing(holder, command, sizeof(command));
			command_add(&cure, command);
			vpb_text_add(&reason, "%s%s%s%s%s",
				reason.data ? ", " : "it is a part of ", holder->name,
				holder->dm_name ? " (" : "",
				holder->dm_name ? holder->dm_name : "",
				holder->dm_name ? ")" : "");
		}
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&cure) < 0)
		return -ENOMEM;
	return reason.data ? vpb_trouble_set(&device->in_use, reason.data, cure.data) : 0;
}

int vpb_gather_holders(const struct vpb_gather *gather)
{
	VPB_CLEANUP(vpb_freep)
	unsigned int *levels = calloc(gather->blocks->count + 1, sizeof(*levels));
	int r = 0;

	if (!levels)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < gather->snapshot->device_count; i++) {
		struct vpb_device *device = &gather->snapshot->devices[i];
		unsigned int top;

		if (!gather->is_candidate[i])
			continue;
		top = levels_find(gather->blocks, device->address, levels);
		r = holders_tell(gather->blocks, levels, top, device);
	}
	return r;
}
