/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is mounted and swapped on. */

#include <errno.h>
#include <libmount.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "../../base/array.h"
#include "need_source.h"
#include "read.h"

static void table_freep(struct libmnt_table **table)
{
	mnt_unref_table(*table);
}

static void iterator_freep(struct libmnt_iter **iterator)
{
	mnt_free_iter(*iterator);
}

static const char other_disk[] = "give the VM another disk";

/*
 * What libmount makes of such a file. It tells the formats apart by the first line, so `start` is one
 * that says which it is; a line that it cannot read is left out, and the others are read.
 */
static struct libmnt_table *table_read(const char *start, const char *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text whole = {};
	VPB_CLEANUP(table_freep) struct libmnt_table *table = mnt_new_table();
	struct libmnt_table *read = table;
	FILE *file;
	char *root;
	int r;

	vpb_text_add(&whole, "%s%s", start, text);
	if (!table || vpb_text_error(&whole) < 0)
		return NULL;
	/*
	 * libmount would look for the device in /proc and /dev of the machine it runs on, whatever
	 * root is read. Without a name it counts as not found, which is the truth.
	 */
	while ((root = strstr(whole.data, " /dev/root ")))
		memcpy(root, " ?        ", strlen(" /dev/root"));
	file = fmemopen(whole.data, whole.length, "r");
	if (!file)
		return NULL;
	errno = 0;
	r = mnt_table_parse_stream(table, file, "");
	/* It also leaves out a line that it found no memory for, or all that follow. */
	if (errno == ENOMEM)
		r = -ENOMEM;
	fclose(file);
	if (r < 0)
		return NULL;
	table = NULL;
	return read;
}

static int mount_add(struct vpb_needs *needs, struct libmnt_table *table,
	struct libmnt_fs *mount, bool is_layer);

/* Adds what is mounted at that path, or above it below the root; 1 where that is unknown. */
static int layer_add(struct vpb_needs *needs, struct libmnt_table *table,
	const char *layer, size_t length)
{
	VPB_CLEANUP(vpb_freep) char *path = strndup(layer, length);
	struct libmnt_fs *mount = NULL;
	char *slash = path;

	if (!path)
		return -ENOMEM;
	/* mnt_table_find_mountpoint() wants the path to be there on the machine it runs on. */
	while (!mount && slash && *path) {
		mount = mnt_table_find_target(table, path, MNT_ITER_BACKWARD);
		slash = strrchr(path, '/');
		if (slash)
			*slash = '\0';
	}
	if (!mount || strcmp(mnt_fs_get_target(mount), "/") == 0 ||
		mnt_fs_match_fstype(mount, "overlay"))
		return 1;
	return mount_add(needs, table, mount, true);
}

/*
 * An overlay as the root (kernel, overlayfs.rst) is made of layers. Those of a live system, or of a
 * root that is kept from writes, are mounted where they can be seen, unless the initramfs has hidden
 * them.
 */
static int layers_add(const struct vpb_need_source *from, struct libmnt_table *table,
	const char *options)
{
	static const char *const keys[] = {"lowerdir", "lowerdir+", "upperdir"};
	unsigned int count = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(keys); i++) {
		const char *value = options, *end;
		size_t length;

		while (r == 0 && (value = vpb_option_find(value, keys[i], &length))) {
			for (end = value + length; r == 0 && value < end; value++) {
				size_t part = strcspn(value, ":");

				if (part > (size_t)(end - value))
					part = (size_t)(end - value);
				count++;
				r = layer_add(from->needs, table, value, part);
				value += part;
			}
			value = end;
		}
	}
	return r > 0 || !count ? vpb_need_source_add_exact(from, "?") : r;
}

/*
 * Whether the place is below one that a program fills as it is asked for: autofs(5), and systemd's
 * automounts. What it has now it has after the next boot as well.
 */
static bool is_automounted(struct libmnt_table *table, const char *place)
{
	VPB_CLEANUP(iterator_freep)
	struct libmnt_iter *places = mnt_new_iter(MNT_ITER_FORWARD);
	struct libmnt_fs *mount;

	while (places && mnt_table_next_fs(table, places, &mount) == 0) {
		const char *type = mnt_fs_get_fstype(mount);
		const char *above = mnt_fs_get_target(mount);

		if (type && above && strcmp(type, "autofs") == 0 &&
			vpb_word_has_start(place, above) &&
			(!place[strlen(above)] || place[strlen(above)] == '/'))
			return true;
	}
	return false;
}

/* File systems without a device number of their own say which devices they have. */
static int numberless_add(const struct vpb_need_source *from, struct libmnt_table *table,
	struct libmnt_fs *mount, bool is_layer)
{
	const char *named = mnt_fs_get_source(mount), *type = mnt_fs_get_fstype(mount);
	const char *options = mnt_fs_get_fs_options(mount);
	VPB_CLEANUP(vpb_freep) char *source = strdup(named ? named : "");
	char *rest = source, *node;
	int r = 0;

	if (!source)
		return -ENOMEM;
	if (strcmp(type, "zfs") == 0)
		return vpb_need_source_add_pool(from, source);
	if (vpb_type_is_share(type, options))
		return vpb_need_source_add_share(from, source);
	if (strcmp(type, "btrfs") == 0 || strcmp(type, "bcachefs") == 0) {
		/* bcachefs: its devices, with colons between them. */
		while (r == 0 && (node = strsep(&rest, ":")))
			r = vpb_need_source_add_exact(from, node);
		return r;
	}
	if (vpb_type_is_remote(type, source)) {
		const char *place = mnt_fs_get_target(mount);

		from->needs->is_root_remote |= from->need.is_root;
		return vpb_need_add_server(from->needs, options,
			&(struct vpb_server){.place = (char *)place,
				.source = source,
				.type = (char *)type,
				.is_now = true,
				.is_root = from->need.is_root,
				.wanted_by = is_automounted(table, place)
						     ? "an automount has it"
						     : NULL});
	}
	if (!from->need.is_root || is_layer || strcmp(type, "overlay") != 0)
		return 0;
	return layers_add(from, table, options);
}

/* A layer of the root is as good as the root. */
static int mount_add(struct vpb_needs *needs, struct libmnt_table *table,
	struct libmnt_fs *mount, bool is_layer)
{
	const char *place = mnt_fs_get_target(mount);
	dev_t device = mnt_fs_get_devno(mount);
	char user[PATH_MAX + 100], fix[PATH_MAX + 100], number[64];
	struct vpb_need_source from = {
		.needs = needs, .need = {.user = user, .fix = fix, .is_now = true}};

	from.need.is_root =
		is_layer || strcmp(place, "/") == 0 || strcmp(place, "/usr") == 0;
	snprintf(user, sizeof(user), "it is mounted on %s", place);
	if (from.need.is_root)
		snprintf(fix, sizeof(fix), "%s", other_disk);
	else
		snprintf(fix, sizeof(fix),
			strchr(place, ' ') ? "run: umount '%s'" : "run: umount %s",
			place);
	if (!major(device))
		return numberless_add(&from, table, mount, is_layer);
	snprintf(number, sizeof(number), "NUMBER=%u:%u", major(device), minor(device));
	return vpb_need_source_add_exact(&from, number);
}

int vpb_needs_parse_mounts(struct vpb_needs *needs, const char *text)
{
	VPB_CLEANUP(table_freep) struct libmnt_table *table = table_read("0 0\n", text);
	VPB_CLEANUP(iterator_freep)
	struct libmnt_iter *places = mnt_new_iter(MNT_ITER_FORWARD);
	struct libmnt_fs *mount;
	int r = 0;

	if (!table || !places)
		return -ENOMEM;
	while (r == 0 && mnt_table_next_fs(table, places, &mount) == 0)
		r = mount_add(needs, table, mount, false);
	return r;
}

int vpb_needs_parse_swaps(struct vpb_needs *needs, const char *text)
{
	VPB_CLEANUP(table_freep)
	struct libmnt_table *table = table_read("Filename\t\n", text);
	VPB_CLEANUP(iterator_freep)
	struct libmnt_iter *places = mnt_new_iter(MNT_ITER_FORWARD);
	struct libmnt_fs *swap;
	int r = 0;

	if (!table || !places)
		return -ENOMEM;
	while (r == 0 && mnt_table_next_fs(table, places, &swap) == 0) {
		const char *name = mnt_fs_get_source(swap),
			   *type = mnt_fs_get_swaptype(swap);
		char fix[PATH_MAX + 100], file[PATH_MAX + 8];
		bool is_file = type && strcmp(type, "partition") != 0;

		/* A file's disk is mounted; one on a server has none. */
		if (!name || !type || (is_file && !vpb_needs_find_server(needs, name)))
			continue;
		snprintf(fix, sizeof(fix), "run: swapoff %s", name);
		snprintf(file, sizeof(file), "PATH=%s", name);
		r = vpb_needs_add(
			needs, &(struct vpb_need){.name = is_file ? file : (char *)name,
				       .user = "the system swaps on it",
				       .fix = fix,
				       .is_now = true});
	}
	return r;
}
