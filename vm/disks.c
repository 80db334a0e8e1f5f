/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "disks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/usage/blocks/resolve.h"
#include "../helper/usage/blocks/tags.h"
#include "../helper/usage/needs/read.h"

struct disks {
	const struct vpb_root *root;
	struct vpb_blocks blocks;
	struct vpb_needs needs;
	bool *marks; /* one a block: what the need at hand is on */
};

static void disks_done(struct disks *disks)
{
	vpb_blocks_done(&disks->blocks);
	vpb_needs_done(&disks->needs);
	free(disks->marks);
}

/* Without /sys/class/block nothing is known of any disk. 0 or -ENOMEM. */
static int disks_read(struct disks *disks)
{
	int r = vpb_blocks_read(disks->root, &disks->blocks);

	if (r < 0)
		return r == -ENOMEM ? r : 0;
	disks->marks = calloc(disks->blocks.count + 1, sizeof(*disks->marks));
	if (!disks->marks)
		return -ENOMEM;
	r = vpb_tags_read_udev(disks->root, &disks->blocks);
	return r < 0 ? r : vpb_needs_read(disks->root, &disks->needs);
}

/* The block device of a path: a node, or a link of udev's to one. -1 for none that is known. */
static long block_find(const struct disks *disks, const char *path)
{
	char name[VPB_NAME_BYTES];
	const char *base = strrchr(path, '/');

	if (*path != '/' || !path[1])
		return -1;
	if (vpb_root_read_link(disks->root, path + 1, name, sizeof(name)) == 0)
		return vpb_blocks_find(&disks->blocks, name);
	return vpb_word_has_start(path, "/dev/mapper/")
		       ? vpb_blocks_find_dm(&disks->blocks, base + 1)
		       : vpb_blocks_find(&disks->blocks, base + 1);
}

/* A partition of it that is marked, else itself; -1 where neither is. */
static long marked_find(const struct disks *disks, long block)
{
	for (size_t i = 0; i < disks->blocks.count; i++)
		if (disks->marks[i] && disks->blocks.items[i].disk == block)
			return (long)i;
	return disks->marks[block] ? block : -1;
}

/* Adds what the host has on it: a sentence; nothing where it has nothing there. */
static void use_add(const struct disks *disks, long block, struct vpb_text *text)
{
	const struct vpb_block *items = disks->blocks.items;

	for (size_t i = 0; i < disks->needs.count; i++) {
		const struct vpb_need *need = &disks->needs.items[i];
		const char *what =
			need->is_now && !need->is_root ? "is in use" : "the system needs";
		enum vpb_resolution resolution;
		bool is_spread;
		long marked;

		memset(disks->marks, 0, disks->blocks.count * sizeof(*disks->marks));
		resolution = vpb_resolve(disks->root, &disks->blocks, &disks->needs,
			need->name, disks->marks, &is_spread);
		(void)resolution; /* what was found in part is marked as well */
		marked = marked_find(disks, block);
		if (marked < 0)
			continue;
		vpb_text_add(text, "it %s %s, which %s: %s",
			marked == block ? "is" : "carries", items[marked].name, what,
			need->user);
		return;
	}
	for (size_t i = 0; i < disks->blocks.count; i++)
		for (size_t j = 0; j < items[i].slave_count; j++) {
			long slave = (long)items[i].slaves[j];

			if (slave != block && items[slave].disk != block)
				continue;
			vpb_text_add(text, "%s is a part of %s", items[slave].name,
				items[i].dm_name ? items[i].dm_name : items[i].name);
			return;
		}
}

static int disk_judge(
	const struct disks *disks, const struct vpb_domain_judge *judge, xmlNode *disk)
{
	const char *path = vpb_xml_get(disk, "source", "dev");
	const xmlNode *element = vpb_xml_find(disk, "source");
	VPB_CLEANUP(vpb_text_done) struct vpb_text use = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	long block = path ? block_find(disks, path) : -1;

	if (block < 0)
		return 0;
	use_add(disks, block, &use);
	if (vpb_text_error(&use) < 0)
		return -ENOMEM;
	if (use.data) {
		vpb_text_add(&reason, "%s is the host's own: %s", path, use.data);
		vpb_text_add(&fix, "give the VM another disk, or an image file");
		return vpb_judge_find(
			judge, VPB_VM_KIND_DISK_OF_HOST, element, &reason, &fix);
	}
	if (disks->blocks.items[block].disk < 0)
		return 0;
	vpb_text_add(&reason,
		"%s is a partition, in which the guest makes partitions of its own: its system is "
		"hardly ever found there, and others of that disk are at risk",
		path);
	vpb_text_add(&fix, "give a whole disk, by /dev/disk/by-id, or an image file");
	return vpb_judge_find(judge, VPB_VM_KIND_PARTITION, element, &reason, &fix);
}

int vpb_disks_judge(const struct vpb_root *root, const struct vpb_domain_judge *judge)
{
	VPB_CLEANUP(disks_done) struct disks disks = {.root = root};
	int r = disks_read(&disks);

	VPB_XML_EACH(disk, vpb_xml_find(judge->domain, "devices"), "disk")
	if (r == 0)
		r = disk_judge(&disks, judge, disk);
	return r;
}
