/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_BLOCKS_TAGS_H
#define VPB_USAGE_BLOCKS_TAGS_H

#include "blocks.h"

/*
 * Fills the tags of all block devices; what cannot be read leaves them NULL. The type is "" where
 * it was looked for and nothing is there; not so of a disk with partitions, which are elsewhere.
 * Returns 0 or -ENOMEM.
 */
typedef int vpb_tags_read(const struct vpb_root *root, struct vpb_blocks *blocks);

/* Says of one without a type that nothing is there. 0 or -ENOMEM. */
int vpb_tags_set_blank(struct vpb_tags *tags) VPB_MUST_CHECK;

/* From what udev wrote down below /run/udev/data, which may be old, or not be there. */
vpb_tags_read vpb_tags_read_udev VPB_MUST_CHECK;

/*
 * From the devices themselves, with libblkid (and without its cache); of another machine's tree
 * the same as vpb_tags_read_udev().
 */
vpb_tags_read vpb_tags_read_devices VPB_MUST_CHECK;

/*
 * Adds to the tags of an open device, whose type is known: of how many devices the whole is made,
 * and the volume group. `superblock` is where libblkid found that type, in bytes. Returns 0 or
 * -ENOMEM.
 */
int vpb_tags_read_members(
	int fd, uint64_t superblock, struct vpb_tags *tags) VPB_MUST_CHECK;

#endif
