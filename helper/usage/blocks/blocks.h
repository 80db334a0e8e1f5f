/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_BLOCKS_BLOCKS_H
#define VPB_USAGE_BLOCKS_BLOCKS_H

#include "../../core/address.h"
#include "../../sys/root.h"

/*
 * The block devices of a machine, as sysfs shows them: what each is made of, and which PCI
 * functions it hangs on. Facts only. Nothing here opens a block device.
 */

#define VPB_BLOCK_NAME_BYTES 64 /* the kernel's DISK_NAME_LEN is 32 */

/* What is written on it, each NULL where that is not known. Filled by tags.h. */
struct vpb_tags {
	char *type; /* of a file system, of swap, of a member of something */
	char *uuid;
	char *label;
	char *part_uuid; /* of the partition that it is */
	char *part_label;
	char *group; /* of LVM: the name of the volume group, and its UUID without dashes */
	char *group_uuid;
	unsigned int
		member_count; /* the whole is made of that many devices; 0: not known */
};

struct vpb_block {
	char name[VPB_BLOCK_NAME_BYTES]; /* the kernel's, with '!' for '/' */
	unsigned int major, minor;
	long disk; /* of a partition: the whole disk's index; else -1 */
	bool is_hidden; /* a path of a multipath NVMe: it has no device node */
	bool is_virtual; /* made by the kernel out of something else, or of nothing */
	bool is_remote; /* it, or a path to it, comes over a network (remote.h) */
	bool is_cxl; /* it lies in memory that CXL devices bring, which is not said of which */
	bool is_incomplete; /* an array that lacks members, or is not started */
	/* Every PCI function in its path: the controller, and the bridges above that. */
	struct vpb_address *functions;
	size_t function_count;
	size_t *slaves; /* what it is made of, as indexes: of dm, md and bcache */
	size_t slave_count;
	char *dm_name, *dm_uuid; /* of a dm device, else NULL */
	struct vpb_tags tags;
};

struct vpb_blocks {
	struct vpb_block *items;
	size_t count;
};

void vpb_blocks_done(struct vpb_blocks *blocks);

/*
 * Reads /sys/class/block. Returns 0, -ENOMEM, or -errno where there is no such folder; then
 * nothing is known of any disk. *ret_blocks is the caller's to end.
 */
int vpb_blocks_read(
	const struct vpb_root *root, struct vpb_blocks *ret_blocks) VPB_MUST_CHECK;

/* The index, or -1. `name` may be as in /dev, with '/' for '!'. */
long vpb_blocks_find(const struct vpb_blocks *blocks, const char *name);
long vpb_blocks_find_number(
	const struct vpb_blocks *blocks, unsigned int major, unsigned int minor);
long vpb_blocks_find_dm(const struct vpb_blocks *blocks, const char *dm_name);

/* Whether the block device hangs on that PCI function, itself and not by what it is made of. */
bool vpb_block_is_below(const struct vpb_block *block, struct vpb_address function);

/* Says that it hangs on that function as well. 0 or -ENOMEM. */
int vpb_block_add_function(
	struct vpb_block *block, struct vpb_address address) VPB_MUST_CHECK;

/* Its node: "dev/nvme0n1". */
void vpb_block_node(const struct vpb_block *block, char *path, size_t path_bytes);

#endif
