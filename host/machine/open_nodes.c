/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "open_nodes.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "../../helper/base/array.h"
#include "../../helper/sys/folder.h"

struct search {
	const struct vpb_root *root;
	const struct vpb_snapshot *snapshot;
	const bool *is_asked;
	struct vpb_open_nodes nodes;
};

static int node_add(struct search *search, const struct vpb_open_node *added)
{
	struct vpb_open_nodes *nodes = &search->nodes;
	struct vpb_open_node *items =
		vpb_array_grow(nodes->items, nodes->count, sizeof(*items));

	if (!items)
		return -ENOMEM;
	nodes->items = items;
	items[nodes->count] = *added;
	items[nodes->count].path = strdup(added->path);
	return items[nodes->count].path ? (int)(nodes->count++, 0) : -ENOMEM;
}

/* The value in a line KEY=VALUE of a text whose lines are ended by NUL here. */
static const char *value_find(const struct vpb_text *lines, const char *key)
{
	for (size_t at = 0; at < lines->length; at += strlen(lines->data + at) + 1)
		if (vpb_word_has_start(lines->data + at, key))
			return lines->data + at + strlen(key);
	return NULL;
}

/* False where the class device has no node: a sound card has those that are below it. */
static bool uevent_read(const struct search *search, const char *class, const char *name,
	struct vpb_open_node *node, char path[PATH_MAX])
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const char *major, *minor, *node_name;

	snprintf(path, PATH_MAX, "sys/class/%s/%s/uevent", class, name);
	if (vpb_root_read(search->root, path, &text) < 0 || !text.data)
		return false;
	for (char *newline = text.data; (newline = strchr(newline, '\n'));)
		*newline++ = '\0';
	major = value_find(&text, "MAJOR=");
	minor = value_find(&text, "MINOR=");
	node_name = value_find(&text, "DEVNAME=");
	if (!major || !minor || !node_name)
		return false;
	node->major = (unsigned int)strtoul(major, NULL, 10);
	node->minor = (unsigned int)strtoul(minor, NULL, 10);
	snprintf(path, PATH_MAX, "/dev/%s", node_name);
	node->path = path;
	return true;
}

/*
 * The nodes of one class device. A copy of another machine's tree need not have the class devices
 * of sound but the card, whose nodes are controlC1, pcmC1D0p and the like.
 */
static int class_device_add(
	struct search *search, size_t device, const char *class, const char *name)
{
	struct vpb_open_node node = {.device = device};
	char path[PATH_MAX];
	int r;

	if (uevent_read(search, class, name, &node, path))
		return node_add(search, &node);
	if (!search->root->is_walled)
		return 0;
	node.path = path;
	if (strcmp(class, "sound") != 0) {
		const char *folder = strcmp(class, "drm") == 0	      ? "dri"
				     : strcmp(class, "vfio-dev") == 0 ? "vfio/devices"
								      : class;

		snprintf(path, sizeof(path), "/dev/%s/%s", folder, name);
		return node_add(search, &node);
	}
	if (!vpb_word_has_start(name, "card"))
		return 0;
	snprintf(path, sizeof(path), "/dev/snd/*C%s", name + strlen("card"));
	r = node_add(search, &node);
	snprintf(path, sizeof(path), "/dev/snd/*C%sD*", name + strlen("card"));
	return r < 0 ? r : node_add(search, &node);
}

/* The device may be below one that was selected: a headset on a USB controller. */
static int class_entry_add(struct search *search, const char *class, const char *name)
{
	char path[PATH_MAX], target[PATH_MAX], *rest = target, *part;
	struct vpb_address address;
	int r = 0;

	snprintf(path, sizeof(path), "sys/class/%s/%s", class, name);
	if (vpb_root_read_target(search->root, path, target) < 0)
		return 0;
	while (r == 0 && (part = strsep(&rest, "/"))) {
		long device = vpb_address_parse(part, &address) == 0
				      ? vpb_snapshot_find(search->snapshot, address)
				      : -1;

		if (device >= 0 && search->is_asked[device])
			r = class_device_add(search, (size_t)device, class, name);
	}
	return r;
}

static int classes_add(struct search *search)
{
	static const char *const classes[] = {"drm", "accel", "sound", "vfio-dev"};
	int r = 0;

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(classes); i++) {
		VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "sys/class/%s", classes[i]);
		folder = vpb_folder_read(search->root, path);
		for (int j = 0; r == 0 && j < folder.count; j++)
			r = class_entry_add(
				search, classes[i], folder.entries[j]->d_name);
	}
	return r;
}

/* Its group's node is no child of the device. */
static int group_add(struct search *search, size_t index)
{
	static const char *const formats[] = {"%u", "noiommu-%u"};
	const struct vpb_device *device = &search->snapshot->devices[index];
	int r = 0;

	if (!vpb_device_is_on_vfio(device) || !device->has_group)
		return 0;
	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(formats); i++) {
		struct vpb_open_node node = {.device = index};
		char name[32], path[PATH_MAX];

		snprintf(name, sizeof(name), formats[i], device->group);
		if (uevent_read(search, "vfio", name, &node, path)) {
			r = node_add(search, &node);
		} else if (search->root->is_walled) {
			snprintf(path, sizeof(path), "/dev/vfio/%s", name);
			node.path = path;
			r = node_add(search, &node);
		}
	}
	return r;
}

/* Lines "195 nvidia-frontend". */
static int nvidia_add(struct search *search, size_t index)
{
	struct vpb_open_node node = {
		.device = index, .path = (char *)"/dev/nvidia*", .has_any_minor = true};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;
	int r = 0;

	if (strcmp(search->snapshot->devices[index].driver, "nvidia") != 0)
		return 0;
	if (search->root->is_walled)
		return node_add(search, &node);
	r = vpb_root_read(search->root, "proc/devices", &text);
	if (r < 0)
		return r == -ENOMEM ? r : 0;
	rest = text.data;
	while (r == 0 && (line = strsep(&rest, "\n")) && !strstr(line, "Block")) {
		char *end;

		node.major = (unsigned int)strtoul(line, &end, 10);
		if (node.major && vpb_word_has_start(end, " nvidia"))
			r = node_add(search, &node);
	}
	return r;
}

int vpb_open_nodes_find(const struct vpb_root *root, const struct vpb_snapshot *snapshot,
	const bool *is_asked, struct vpb_open_nodes *ret_nodes)
{
	struct search search = {root, snapshot, is_asked, {}};
	int r = 0;

	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++) {
		if (!is_asked[i])
			continue;
		r = nvidia_add(&search, i);
		if (r == 0)
			r = group_add(&search, i);
	}
	if (r == 0)
		r = classes_add(&search);
	if (r < 0)
		vpb_open_nodes_done(&search.nodes);
	*ret_nodes = search.nodes;
	return r;
}

void vpb_open_nodes_done(struct vpb_open_nodes *nodes)
{
	for (size_t i = 0; i < nodes->count; i++)
		free(nodes->items[i].path);
	free(nodes->items);
	*nodes = (struct vpb_open_nodes){};
}

bool vpb_open_file_read(
	const struct vpb_root *root, const char *path, struct vpb_open_file *ret_file)
{
	dev_t number;

	if (vpb_root_read_target(root, path, ret_file->target) < 0 ||
		ret_file->target[0] != '/')
		return false;
	ret_file->has_number = !root->is_walled;
	if (root->is_walled)
		return true;
	if (vpb_root_read_number(root, path, &number) < 0)
		return false;
	ret_file->major = major(number);
	ret_file->minor = minor(number);
	return true;
}

bool vpb_open_node_is(const struct vpb_open_node *node, const struct vpb_open_file *file)
{
	if (!file->has_number)
		return fnmatch(node->path, file->target, FNM_PATHNAME) == 0;
	return node->major == file->major &&
	       (node->has_any_minor || node->minor == file->minor);
}
