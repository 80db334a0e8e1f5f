/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kmod.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "../base/array.h"

const char *const vpb_modprobe_folders[] = {"etc/modprobe.d", "run/modprobe.d",
	"usr/local/lib/modprobe.d", "usr/lib/modprobe.d", "lib/modprobe.d", NULL};

struct paths {
	char **items;
	size_t count;
};

static void paths_done(struct paths *paths)
{
	for (size_t i = 0; i < paths->count; i++)
		free(paths->items[i]);
	free(paths->items);
}

static int path_add(struct paths *paths, const char *path)
{
	char **items = vpb_array_grow(paths->items, paths->count, sizeof(*items));

	if (!items)
		return -ENOMEM;
	paths->items = items;
	items[paths->count] = path ? strdup(path) : NULL;
	return !path || items[paths->count++] ? 0 : -ENOMEM;
}

/* libkmod opens whatever is there, and would wait for somebody to write into a FIFO. */
static bool is_odd(const struct stat *status)
{
	return !S_ISREG(status->st_mode) &&
	       !S_ISDIR(status->st_mode) && /* it passes these over itself */
	       !(S_ISCHR(status->st_mode) && status->st_rdev == makedev(1, 3)); /* null */
}

/* A folder, and its path as libkmod opens it. */
struct folder {
	const struct vpb_root *root;
	const char *path;
	bool is_index; /* libkmod opens its files by their names */
	char real[PATH_MAX];
};

/*
 * libkmod knows no wall. Where a link in another tree leads to another file for it than inside of
 * that tree, it gets the path of the right one, and sorts the file by that one's name. Returns 1,
 * 0 where libkmod would find nothing either, or -errno.
 */
static int link_resolve(const struct folder *folder, const char *path,
	char file[PATH_MAX], bool *ret_is_odd)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;
	struct stat inside, seen;

	/* The running machine's has nothing in it either. */
	if (vpb_root_is_mask(folder->root, path))
		return 1;
	fd = vpb_root_open_at(folder->root, path, O_PATH, 0);
	if (fd < 0 || fstat(fd, &inside) < 0) {
		*ret_is_odd = folder->root->is_walled && folder->is_index;
		return !folder->root->is_walled || folder->is_index;
	}
	*ret_is_odd = is_odd(&inside);
	if (!folder->root->is_walled || *ret_is_odd ||
		(stat(file, &seen) == 0 && seen.st_dev == inside.st_dev &&
			seen.st_ino == inside.st_ino))
		return 1;
	*ret_is_odd = folder->is_index;
	return vpb_root_real_path(fd, file) < 0 ? -ELOOP : 1;
}

/* The names of a folder, file by file; libkmod sorts them. */
static int entry_add(const struct folder *folder, const struct dirent *entry,
	struct paths *paths, char **odd)
{
	char path[PATH_MAX], file[PATH_MAX];
	bool entry_is_odd = false;
	int r = 1;

	if (snprintf(path, sizeof(path), "%s/%s", folder->path, entry->d_name) >=
			(int)sizeof(path) ||
		snprintf(file, sizeof(file), "%s/%s", folder->real, entry->d_name) >=
			(int)sizeof(file))
		return -ENAMETOOLONG;
	if (entry->d_type != DT_REG)
		r = link_resolve(folder, path, file, &entry_is_odd);
	if (r <= 0)
		return r;
	if (!entry_is_odd)
		return path_add(paths, file);
	if (odd && !*odd && asprintf(odd, "%s/%s", folder->root->path, path) < 0)
		return -ENOMEM;
	return 0;
}

static int folder_add(const struct vpb_root *root, const char *path, const char *pattern,
	struct paths *paths, char **odd)
{
	struct folder folder = {.root = root, .path = path, .is_index = *pattern == 'm'};
	int fd = vpb_root_open_at(root, path, O_RDONLY | O_DIRECTORY, 0);
	DIR *entries = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int r = 0;

	if (!entries) {
		vpb_closep(&fd);
		return 0;
	}
	snprintf(folder.real, sizeof(folder.real), "%s/%s", root->path, path);
	if (root->is_walled)
		r = vpb_root_real_path(fd, folder.real);
	while (r == 0 && (entry = readdir(entries)))
		if (*entry->d_name != '.' && fnmatch(pattern, entry->d_name, 0) == 0)
			r = entry_add(&folder, entry, paths, odd);
	closedir(entries);
	return r;
}

int vpb_kmod_index_find(
	const struct vpb_root *root, const char *release, char ret_folder[PATH_MAX])
{
	VPB_CLEANUP(paths_done) struct paths paths = {};
	VPB_CLEANUP(vpb_closep) int fd = -1;
	VPB_CLEANUP(vpb_freep) char *odd = NULL;
	char path[PATH_MAX];
	int r;

	if (strchr(release, '/') || *release == '.')
		return -EINVAL;
	snprintf(path, sizeof(path), "lib/modules/%s", release);
	r = folder_add(root, path, "modules.*", &paths, &odd);
	if (r < 0 || odd)
		return r < 0 ? r : -EINVAL;
	if (!root->is_walled) {
		snprintf(ret_folder, PATH_MAX, "/lib/modules/%.*s", NAME_MAX, release);
		return 0;
	}
	fd = vpb_root_open_at(root, path, O_PATH | O_DIRECTORY, 0);
	if (fd < 0) {
		strcpy(ret_folder, "/dev/null"); /* nothing is below it */
		return 0;
	}
	return vpb_root_real_path(fd, ret_folder);
}

struct kmod_ctx *vpb_kmod_open_config(
	const struct vpb_root *root, const char *release, char **ret_odd)
{
	VPB_CLEANUP(paths_done) struct paths paths = {};
	char directory[PATH_MAX];
	size_t count = sizeof(vpb_modprobe_folders) / sizeof(*vpb_modprobe_folders) - 1;
	int r = 0;

	/* The last one is mostly the same folder as the one before it. */
	if (vpb_root_read_target(root, "lib", directory) == 0)
		count--;
	for (size_t i = 0; r == 0 && i < count; i++)
		r = folder_add(root, vpb_modprobe_folders[i], "*.conf", &paths, ret_odd);
	if (r == 0)
		r = path_add(&paths, NULL);
	if (r == 0 && release)
		r = vpb_kmod_index_find(root, release, directory);
	errno = ENOMEM;
	if (r < 0)
		return NULL;
	return vpb_kmod_open(
		release ? directory : NULL, (const char *const *)paths.items);
}
