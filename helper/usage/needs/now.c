/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is mounted and swapped on. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"
#include "entry.h"
#include "read.h"

static const char other_disk[] = "give the VM another disk";

/* A line of proc_pid_mountinfo(5). */
struct mount {
	unsigned int major, minor;
	char place[1000], type[100], source[1000];
	const char *options; /* of the file system itself: the rest of the line */
};

/* 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw */
static bool mount_parse(const char *line, struct mount *mount)
{
	const char *end = strstr(line, " - ");
	int length = 0;

	if (!end ||
		sscanf(line, "%*u %*u %u:%u %*s %999s", &mount->major, &mount->minor,
			mount->place) != 3 ||
		sscanf(end, " - %99s %999s %n", mount->type, mount->source, &length) != 2)
		return false;
	mount->options = length ? end + length : "";
	return true;
}

static int mount_add(struct vpb_needs *needs, const char *text, const struct mount *mount,
	bool is_layer);

/* Adds what is mounted at that path, or above it below the root; 1 where nobody can tell what. */
static int layer_add(
	struct vpb_needs *needs, const char *text, const char *path, size_t path_length)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line;
	struct mount best = {.place = "/"};

	if (!copy)
		return -ENOMEM;
	while ((line = strsep(&rest, "\n"))) {
		struct mount mount;
		size_t length;

		if (!mount_parse(line, &mount))
			continue;
		length = strlen(mount.place);
		if (length > strlen(best.place) && length <= path_length &&
			strncmp(mount.place, path, length) == 0 &&
			(length == path_length || path[length] == '/'))
			best = mount;
	}
	if (!best.place[1] || strcmp(best.type, "overlay") == 0)
		return 1;
	return mount_add(needs, text, &best, true);
}

/*
 * An overlay as the root (kernel, overlayfs.rst) is made of layers. Those of a live system, or of
 * a root that is kept from writes, are mounted where anyone can see them; what the initramfs has
 * hidden nobody can tell.
 */
static int layers_add(
	const struct vpb_entry *entry, const char *text, const char *options)
{
	static const char *const keys[] = {"lowerdir=", "lowerdir+=", "upperdir="};
	unsigned int count = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(keys); i++) {
		const char *end = options, *value;

		while (r == 0 && (value = vpb_option_find(end, keys[i]))) {
			end = value + strcspn(value, ",");
			for (; r == 0 && value < end; value += strcspn(value, ":,") + 1) {
				count++;
				r = layer_add(
					entry->needs, text, value, strcspn(value, ":,"));
			}
		}
	}
	return r > 0 || !count ? vpb_entry_add_exact(entry, "?") : r;
}

/* A root file system of these types comes from a server, and from no disk. */
static bool is_remote(const char *type)
{
	static const char *const types[] = {"nfs", "nfs4", "cifs", "smb3", "ceph"};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(types); i++)
		if (strcmp(type, types[i]) == 0)
			return true;
	return false;
}

/* File systems without a device number of their own say which devices they have. */
static int numberless_add(const struct vpb_entry *entry, const char *text,
	const struct mount *mount, bool is_layer)
{
	VPB_CLEANUP(vpb_freep) char *source = strdup(mount->source);
	char *rest = source, *node;
	int r = 0;

	if (!source)
		return -ENOMEM;
	if (strcmp(mount->type, "zfs") == 0)
		return vpb_entry_add_pool(entry, source);
	if (vpb_type_is_share(mount->type, mount->options))
		return vpb_entry_add_share(entry, source);
	if (strcmp(mount->type, "btrfs") == 0 || strcmp(mount->type, "bcachefs") == 0) {
		/* bcachefs: its devices, with colons between them. */
		while (r == 0 && (node = strsep(&rest, ":")))
			r = vpb_entry_add_exact(entry, node);
		return r;
	}
	entry->needs->is_root_remote |= entry->need.is_root && is_remote(mount->type);
	if (!entry->need.is_root || is_layer || strcmp(mount->type, "overlay") != 0)
		return 0;
	return layers_add(entry, text, mount->options);
}

/* A layer of the root is as good as the root. */
static int mount_add(struct vpb_needs *needs, const char *text, const struct mount *mount,
	bool is_layer)
{
	char user[1200], fix[1200], number[64];
	struct vpb_entry entry = {
		.needs = needs, .need = {.user = user, .fix = fix, .is_now = true}};

	entry.need.is_root = is_layer || strcmp(mount->place, "/") == 0 ||
			     strcmp(mount->place, "/usr") == 0;
	snprintf(user, sizeof(user), "it is mounted on %s", mount->place);
	snprintf(fix, sizeof(fix), "%s%s",
		entry.need.is_root ? other_disk : "run: umount ",
		entry.need.is_root ? "" : mount->place);
	if (!mount->major)
		return numberless_add(&entry, text, mount, is_layer);
	snprintf(number, sizeof(number), "NUMBER=%u:%u", mount->major, mount->minor);
	return vpb_entry_add_exact(&entry, number);
}

int vpb_needs_parse_mounts(struct vpb_needs *needs, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line;
	struct mount mount;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n")))
		if (mount_parse(line, &mount))
			r = mount_add(needs, text, &mount, false);
	return r;
}

int vpb_needs_parse_swaps(struct vpb_needs *needs, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		char name[1000], type[32], fix[1100];

		/* The first line is a heading; a file's disk is mounted. */
		if (sscanf(line, "%999s %31s", name, type) != 2 ||
			strcmp(type, "partition") != 0)
			continue;
		snprintf(fix, sizeof(fix), "run: swapoff %s", name);
		r = vpb_needs_add(needs, &(struct vpb_need){.name = name,
						 .user = "the system swaps on it",
						 .fix = fix,
						 .is_now = true});
	}
	return r;
}
