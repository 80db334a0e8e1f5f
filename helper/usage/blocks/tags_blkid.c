/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <blkid/blkid.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "tags.h"

static void probe_freep(blkid_probe *probe)
{
	blkid_free_probe(*probe);
}

static int value_take(blkid_probe probe, const char *name, char **place)
{
	const char *value;

	if (*place || blkid_probe_lookup_value(probe, name, &value, NULL) < 0)
		return 0;
	*place = strdup(value);
	return *place ? 0 : -ENOMEM;
}

/* For a partition: its own entry in the partition table. */
static void probe_prepare(blkid_probe probe)
{
	blkid_probe_enable_superblocks(probe, 1);
	blkid_probe_set_superblocks_flags(probe, BLKID_SUBLKS_TYPE | BLKID_SUBLKS_UUID |
							 BLKID_SUBLKS_LABEL |
							 BLKID_SUBLKS_MAGIC);
	blkid_probe_enable_partitions(probe, 1);
	blkid_probe_set_partitions_flags(probe, BLKID_PARTS_ENTRY_DETAILS);
}

/* The superblock of an array begins with its magic; the others have a fixed place. */
static uint64_t superblock_place(blkid_probe probe)
{
	const char *value;

	if (blkid_probe_lookup_value(probe, "SBMAGIC_OFFSET", &value, NULL) < 0)
		return 0;
	return strtoull(value, NULL, 10);
}

/* Whether its partition table, if it has one, lists any. */
static bool has_partitions(blkid_probe probe)
{
	blkid_partlist list = blkid_probe_get_partitions(probe);

	return list && blkid_partlist_numof_partitions(list) > 0;
}

/* A card reader's slot may be empty; another disk without a size is not ready yet. */
static bool is_ready(
	const struct vpb_root *root, const struct vpb_block *block, blkid_probe probe)
{
	char path[PATH_MAX], word[8];

	if (blkid_probe_get_size(probe) > 0)
		return true;
	snprintf(path, sizeof(path), "sys/class/block/%s/removable", block->name);
	return vpb_root_read_word(root, path, word, sizeof(word)) == 0 && *word == '1';
}

static int block_probe(const struct vpb_root *root, int fd, struct vpb_block *block)
{
	struct vpb_tags *tags = &block->tags;
	VPB_CLEANUP(probe_freep) blkid_probe probe = blkid_new_probe();
	int r;

	if (!probe)
		return -ENOMEM;
	if (blkid_probe_set_device(probe, fd, 0, 0) < 0)
		return 0;
	probe_prepare(probe);
	/* Not the safe probe: where there are two signatures, the first is better than none. */
	if (blkid_do_fullprobe(probe) < 0)
		return 0;
	r = value_take(probe, "TYPE", &tags->type);
	if (r == 0)
		r = value_take(probe, "UUID", &tags->uuid);
	if (r == 0)
		r = value_take(probe, "LABEL", &tags->label);
	if (r == 0)
		r = value_take(probe, "PART_ENTRY_UUID", &tags->part_uuid);
	if (r == 0)
		r = value_take(probe, "PART_ENTRY_NAME", &tags->part_label);
	if (r == 0)
		r = vpb_tags_read_members(fd, superblock_place(probe), tags);
	if (r == 0 && !tags->type && is_ready(root, block, probe) &&
		(block->disk >= 0 || !has_partitions(probe)))
		r = vpb_tags_set_blank(tags);
	return r;
}

/*
 * Floppies and optical discs take longer to start than this program has, and udev's own rules
 * leave the first alone too. What is mounted from one is known by its number.
 */
static bool is_slow(const struct vpb_block *block)
{
	return vpb_word_has_start(block->name, "fd") ||
	       vpb_word_has_start(block->name, "sr");
}

int vpb_tags_read_devices(const struct vpb_root *root, struct vpb_blocks *blocks)
{
	int r = 0;

	if (!root->is_running_machine)
		return vpb_tags_read_udev(root, blocks);
	for (size_t i = 0; r == 0 && i < blocks->count; i++) {
		struct vpb_block *block = &blocks->items[i];
		VPB_CLEANUP(vpb_closep) int fd = -1;
		char path[PATH_MAX];
		struct stat status;

		if (block->is_hidden)
			continue;
		if (is_slow(block)) {
			r = vpb_tags_set_blank(&block->tags);
			continue;
		}
		vpb_block_node(block, path, sizeof(path));
		fd = vpb_root_open_at(root, path, O_RDONLY | O_NONBLOCK, 0);
		if (fd < 0 || fstat(fd, &status) < 0 || !S_ISBLK(status.st_mode) ||
			status.st_rdev != makedev(block->major, block->minor))
			continue;
		r = block_probe(root, fd, block);
	}
	return r;
}
