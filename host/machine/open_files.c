/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "open_files.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/sys/folder.h"

enum {
	NAMED_MAX = 4, /* processes of one device that are called by their names */
};

/* Nodes of a device, as fnmatch(3) understands them. */
struct node {
	size_t device;
	char *pattern;
};

/* What is found of one device. */
struct found {
	bool is_asked; /* it is claimed, and has a driver that would be unbound */
	struct vpb_text who, pids;
	unsigned int count;
};

struct look {
	const struct vpb_root *root;
	struct vpb_snapshot *snapshot;
	struct found *found; /* one a device */
	struct node *nodes;
	size_t node_count;
	bool is_blind;
};

static void look_done(struct look *look)
{
	for (size_t i = 0; look->found && i < look->snapshot->device_count; i++) {
		vpb_text_done(&look->found[i].who);
		vpb_text_done(&look->found[i].pids);
	}
	for (size_t i = 0; i < look->node_count; i++)
		free(look->nodes[i].pattern);
	free(look->found);
	free(look->nodes);
}

static int node_add(struct look *look, size_t device, const char *format,
	const char *name) __attribute__((format(printf, 3, 0)));

static int node_add(
	struct look *look, size_t device, const char *format, const char *name)
{
	struct node *nodes =
		vpb_array_grow(look->nodes, look->node_count, sizeof(*look->nodes));

	if (!nodes)
		return -ENOMEM;
	look->nodes = nodes;
	nodes[look->node_count].device = device;
	if (asprintf(&nodes[look->node_count].pattern, format, name) < 0)
		return -ENOMEM;
	look->node_count++;
	return 0;
}

/* The device may be below one that was selected: a headset on a USB controller. */
static int class_entry_add(
	struct look *look, const char *class, const char *name, const char *format)
{
	char path[PATH_MAX], target[PATH_MAX], *rest = target, *part;
	struct vpb_address address;
	int r = 0;

	snprintf(path, sizeof(path), "sys/class/%s/%s", class, name);
	if (vpb_root_read_target(look->root, path, target) < 0)
		return 0;
	if (strcmp(class, "sound") == 0)
		name += strcspn(name, "0123456789");
	while (r == 0 && (part = strsep(&rest, "/"))) {
		long device = vpb_address_parse(part, &address) == 0
				      ? vpb_snapshot_find(look->snapshot, address)
				      : -1;

		if (device >= 0 && look->found[device].is_asked)
			r = node_add(look, (size_t)device, format, name);
	}
	return r;
}

/* The nodes of sound card 1 are controlC1, pcmC1D0p and the like. */
static int classes_add(struct look *look)
{
	static const struct {
		const char *class, *prefix, *format;
	} classes[] = {
		{"drm", "", "/dev/dri/%s"},
		{"accel", "", "/dev/accel/%s"},
		{"sound", "card", "/dev/snd/*C%s"},
		{"sound", "card", "/dev/snd/*C%sD*"},
		{"vfio-dev", "", "/dev/vfio/devices/%s"},
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(classes); i++) {
		VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "sys/class/%s", classes[i].class);
		folder = vpb_folder_read(look->root, path);
		for (int j = 0; r == 0 && j < folder.count; j++)
			if (vpb_word_has_start(
				    folder.entries[j]->d_name, classes[i].prefix))
				r = class_entry_add(look, classes[i].class,
					folder.entries[j]->d_name, classes[i].format);
	}
	return r;
}

/* Nodes that the name of the driver or the number of the group tells. */
static int device_nodes_add(struct look *look, size_t index)
{
	const struct vpb_device *device = &look->snapshot->devices[index];
	char group[16];
	int r = 0;

	/* Only that driver knows which node is for which card: any of them counts. */
	if (strcmp(device->driver, "nvidia") == 0)
		r = node_add(look, index, "/dev/nvidia%s", "*");
	if (!vpb_device_is_on_vfio(device) || !device->has_group)
		return r;
	snprintf(group, sizeof(group), "%u", device->group);
	r = node_add(look, index, "/dev/vfio/%s", group);
	return r < 0 ? r : node_add(look, index, "/dev/vfio/noiommu-%s", group);
}

static void opener_add(
	struct look *look, size_t device, const char *pid, const char *node)
{
	struct found *found = &look->found[device];
	char path[64], name[32];

	found->count++;
	if (found->count > NAMED_MAX)
		return;
	snprintf(path, sizeof(path), "proc/%.16s/comm", pid);
	if (vpb_root_read_word(look->root, path, name, sizeof(name)) < 0)
		snprintf(name, sizeof(name), "a program");
	vpb_text_add(&found->who, "%s%s (process %s) has %s open",
		found->who.length ? ", " : "", name, pid, node);
	vpb_text_add(&found->pids, "%s%s", found->pids.length ? " " : "", pid);
}

/* One line a process and device: the first node that it has open stands for the others. */
static void process_look(struct look *look, const char *pid, bool *seen)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX], target[PATH_MAX];

	snprintf(path, sizeof(path), "proc/%s/fd", pid);
	folder = vpb_folder_read(look->root, path);
	look->is_blind |= folder.error == -EACCES;
	memset(seen, 0, look->snapshot->device_count);
	for (int i = 0; i < folder.count; i++) {
		snprintf(path, sizeof(path), "proc/%s/fd/%s", pid,
			folder.entries[i]->d_name);
		if (vpb_root_read_target(look->root, path, target) < 0 ||
			!vpb_word_has_start(target, "/dev/"))
			continue;
		for (size_t j = 0; j < look->node_count; j++) {
			const struct node *node = &look->nodes[j];

			if (seen[node->device] ||
				fnmatch(node->pattern, target, FNM_PATHNAME) != 0)
				continue;
			seen[node->device] = true;
			opener_add(look, node->device, pid, target);
		}
	}
}

static int processes_look(struct look *look)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(look->root, "proc");
	VPB_CLEANUP(vpb_freep)
	bool *seen = calloc(look->snapshot->device_count + 1, sizeof(*seen));

	if (!seen)
		return -ENOMEM;
	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		if (!name[strspn(name, "0123456789")])
			process_look(look, name, seen);
	}
	return 0;
}

static int found_tell(struct look *look, size_t device)
{
	struct found *found = &look->found[device];
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

	if (!found->count)
		return 0;
	if (found->count > NAMED_MAX)
		vpb_text_add(&found->who, ", and %u more", found->count - NAMED_MAX);
	vpb_text_add(&reason, "is in use: %s", found->who.data);
	vpb_text_add(&fix,
		found->count > 1
			? "stop those programs first ('ps %s' shows them), or shut "
			  "down the VM that they run"
			: "stop that program first ('ps %s' shows it), or shut "
			  "down the VM that it runs",
		found->pids.data);
	if (vpb_text_error(&found->who) < 0 || vpb_text_error(&reason) < 0 ||
		vpb_text_error(&fix) < 0)
		return -ENOMEM;
	return vpb_blocker_set(
		&look->snapshot->devices[device].opened, reason.data, fix.data);
}

int vpb_open_files_read(const struct vpb_root *root, const struct vpb_request *request,
	const struct vpb_selection *selection, struct vpb_snapshot *snapshot,
	bool *ret_is_blind)
{
	VPB_CLEANUP(look_done) struct look look = {.root = root, .snapshot = snapshot};
	int r = 0;

	look.found = calloc(snapshot->device_count + 1, sizeof(*look.found));
	if (!look.found)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < selection->claim_count; i++) {
		size_t device = selection->claims[i].device;
		const struct vpb_device *claimed = &snapshot->devices[device];

		if (look.found[device].is_asked || !claimed->driver[0] ||
			vpb_device_is_on_vfio(claimed) != request->is_release)
			continue;
		look.found[device].is_asked = true;
		r = device_nodes_add(&look, device);
	}
	if (r == 0)
		r = classes_add(&look);
	if (r == 0 && look.node_count)
		r = processes_look(&look);
	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++)
		r = found_tell(&look, i);
	*ret_is_blind = look.is_blind;
	return r;
}
