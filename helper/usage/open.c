/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The kernel's own answer: is this disk free? */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "../base/array.h"
#include "parts.h"

static int hold_keep(struct vpb_holds *holds, int fd)
{
	int *fds = vpb_array_grow(holds->fds, holds->count, sizeof(*fds));

	if (!fds)
		return -ENOMEM;
	holds->fds = fds;
	fds[holds->count++] = fd;
	return 0;
}

/* Not blocking: a drive without a medium is opened anyway. */
static int disk_open(const struct vpb_root *root, const struct vpb_block *block,
	struct vpb_holds *holds)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;
	char path[PATH_MAX];
	struct stat status;
	int r;

	vpb_block_node(block, path, sizeof(path));
	fd = vpb_root_open_at(root, path, O_RDONLY | O_EXCL | O_NONBLOCK, 0);
	if (fd < 0)
		return fd == -ENOMEDIUM ? 0 : fd;
	if (fstat(fd, &status) < 0 || !S_ISBLK(status.st_mode) ||
		status.st_rdev != makedev(block->major, block->minor))
		return -ENOTBLK;
	r = hold_keep(holds, fd);
	if (r == 0)
		fd = -1;
	return r;
}

static int blocker_tell(struct vpb_device *device, const struct vpb_block *block, int r)
{
	char reason[300], fix[300];

	if (r == -ENOMEM)
		return r;
	if (r == -EBUSY)
		snprintf(reason, sizeof(reason),
			"carries %s, which is in use, as the kernel says", block->name);
	else
		snprintf(reason, sizeof(reason),
			"carries %s, which may be in use: it cannot be opened (%s)",
			block->name, strerror(-r));
	snprintf(fix, sizeof(fix),
		"to see what uses it, run: lsblk /dev/%s; ls /sys/block/%s/holders",
		block->name, block->name);
	return vpb_blocker_set(&device->in_use, reason, fix);
}

static int disks_open(
	const struct vpb_usage *usage, struct vpb_device *device, struct vpb_holds *holds)
{
	for (size_t i = 0; i < usage->blocks->count; i++) {
		const struct vpb_block *block = &usage->blocks->items[i];
		int r;

		if (block->disk >= 0 || block->is_hidden ||
			!vpb_block_is_below(block, device->address))
			continue;
		r = disk_open(usage->root, block, holds);
		if (r < 0)
			return blocker_tell(device, block, r);
	}
	return 0;
}

int vpb_usage_open_disks(const struct vpb_usage *usage, struct vpb_holds *holds)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < usage->snapshot->device_count; i++) {
		struct vpb_device *device = &usage->snapshot->devices[i];

		if (usage->is_candidate[i] && !vpb_device_system(device)->reason &&
			!device->in_use.reason)
			r = disks_open(usage, device, holds);
	}
	return r;
}
