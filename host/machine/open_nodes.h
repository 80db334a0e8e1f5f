/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_OPEN_NODES_H
#define VPB_HOST_MACHINE_OPEN_NODES_H

#include "../../helper/core/device.h"
#include "../../helper/sys/root.h"

/*
 * Which nodes in /dev the devices have: for graphics, accelerators, sound and vfio as sysfs tells
 * (the `uevent` file of each class device), for NVIDIA's own driver all of its majors in
 * /proc/devices, since only that driver knows which node is for which card.
 *
 * On the running machine a node is told by its number: paths in /proc/PID/fd are those of the
 * process's mount namespace, and any user may have a file of his own there that is called so. A
 * copy of /proc has nothing but the paths.
 */
struct vpb_open_node {
	size_t device; /* index into the snapshot */
	char *path; /* as fnmatch(3) understands it: the usual path, or several */
	unsigned int major, minor;
	bool has_any_minor;
};

struct vpb_open_nodes {
	struct vpb_open_node *items;
	size_t count;
};

/* Those of the devices for which is_asked[index] is set. Returns 0 or -ENOMEM. */
int vpb_open_nodes_find(const struct vpb_root *root, const struct vpb_snapshot *snapshot,
	const bool *is_asked, struct vpb_open_nodes *ret_nodes) VPB_MUST_CHECK;

void vpb_open_nodes_done(struct vpb_open_nodes *nodes);

/* What a descriptor of a process is open on. */
struct vpb_open_file {
	char target[PATH_MAX]; /* where the link leads, as it says */
	bool has_number;
	unsigned int major, minor;
};

/* `path` is proc/PID/fd/N; false where nothing of a device is open. */
bool vpb_open_file_read(
	const struct vpb_root *root, const char *path, struct vpb_open_file *ret_file);

bool vpb_open_node_is(const struct vpb_open_node *node, const struct vpb_open_file *file);

#endif
