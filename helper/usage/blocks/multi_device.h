/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_BLOCKS_MULTI_DEVICE_H
#define VPB_USAGE_BLOCKS_MULTI_DEVICE_H

#include "blocks.h"

/*
 * What lies on several devices, each of which says so: file systems, pools, arrays and volume
 * groups. All of it is pure.
 */

/* Whether both are parts of the same. */
bool vpb_multi_device_is_same(const struct vpb_tags *a, const struct vpb_tags *b);

/* Whether this is a part of something that may have others, and these are not all there. */
bool vpb_multi_device_lacks_parts(const struct vpb_blocks *blocks, size_t index);

/* Whether a node or link of LVM's ("/dev/vg/lv", "/dev/mapper/vg-lv") is in this one's group. */
bool vpb_multi_device_has_volume(const struct vpb_tags *tags, const char *node);

/*
 * Whether something that is named so, and that no device shows, may be on the disks of that
 * function anyway, although all that it shows were read: more of them may come, or what has
 * the name can be within something that is closed.
 */
bool vpb_multi_device_may_hide(const struct vpb_blocks *blocks,
	struct vpb_address function, uint16_t class_code, const char *name);

#endif
