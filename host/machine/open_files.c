/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "open_files.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/folder.h"
#include "open_nodes.h"

enum {
	NAMED_MAX = 4, /* processes of one device that are called by their names */
};

/* What is found of one device. */
struct found {
	struct vpb_text who, pids;
	unsigned int count;
};

struct look {
	const struct vpb_root *root;
	struct vpb_snapshot *snapshot;
	struct found *found; /* one a device */
	bool *is_asked; /* one a device: it is claimed, and has a driver that would be unbound */
	struct vpb_open_nodes nodes;
	bool is_blind;
};

static void look_done(struct look *look)
{
	for (size_t i = 0; look->found && i < look->snapshot->device_count; i++) {
		vpb_text_done(&look->found[i].who);
		vpb_text_done(&look->found[i].pids);
	}
	free(look->found);
	free(look->is_asked);
	vpb_open_nodes_done(&look->nodes);
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
	struct vpb_open_file file;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "proc/%s/fd", pid);
	folder = vpb_folder_read(look->root, path);
	look->is_blind |= folder.error == -EACCES;
	memset(seen, 0, look->snapshot->device_count);
	for (int i = 0; i < folder.count; i++) {
		snprintf(path, sizeof(path), "proc/%s/fd/%s", pid,
			folder.entries[i]->d_name);
		if (!vpb_open_file_read(look->root, path, &file))
			continue;
		for (size_t j = 0; j < look->nodes.count; j++) {
			const struct vpb_open_node *node = &look->nodes.items[j];

			if (seen[node->device] || !vpb_open_node_is(node, &file))
				continue;
			seen[node->device] = true;
			/* The process may have opened it by another path. */
			opener_add(look, node->device, pid,
				strpbrk(node->path, "*") ? file.target : node->path);
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

static int look_begin(struct look *look)
{
	size_t count = look->snapshot->device_count + 1;

	look->found = calloc(count, sizeof(*look->found));
	look->is_asked = calloc(count, sizeof(*look->is_asked));
	return look->found && look->is_asked ? 0 : -ENOMEM;
}

int vpb_open_files_read(const struct vpb_root *root, const struct vpb_request *request,
	const struct vpb_selection *selection, struct vpb_snapshot *snapshot,
	bool *ret_is_blind)
{
	VPB_CLEANUP(look_done) struct look look = {.root = root, .snapshot = snapshot};
	int r = look_begin(&look);

	if (r < 0)
		return r;
	for (size_t i = 0; i < selection->claim_count; i++) {
		size_t device = selection->claims[i].device;
		const struct vpb_device *claimed = &snapshot->devices[device];

		look.is_asked[device] =
			claimed->driver[0] &&
			vpb_device_is_on_vfio(claimed) == request->is_release;
	}
	r = vpb_open_nodes_find(root, snapshot, look.is_asked, &look.nodes);
	if (r == 0 && look.nodes.count)
		r = processes_look(&look);
	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++)
		r = found_tell(&look, i);
	*ret_is_blind = look.is_blind;
	return r;
}
