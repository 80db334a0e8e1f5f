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

/* In libkmod's order: of files of one name the first counts. */
static const char *const folders[] = {"etc/modprobe.d", "run/modprobe.d",
	"usr/local/lib/modprobe.d", "usr/lib/modprobe.d", "lib/modprobe.d"};

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
static bool is_odd(int folder, const char *name)
{
	struct stat status;

	return fstatat(folder, name, &status, 0) == 0 && !S_ISREG(status.st_mode) &&
	       !S_ISDIR(status.st_mode) && /* it passes these over itself */
	       !(S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3)); /* null */
}

static void odd_keep(char **odd, const char *path)
{
	if (odd && !*odd)
		*odd = strdup(path);
}

/* The names of a folder, file by file; libkmod sorts them. */
static int folder_add(const struct vpb_root *root, const char *path, const char *pattern,
	struct paths *paths, char **odd)
{
	int fd = openat(root->fd, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	int r = 0;

	while (folder && r == 0 && (entry = readdir(folder))) {
		char file[PATH_MAX];

		if (*entry->d_name == '.' || fnmatch(pattern, entry->d_name, 0) != 0)
			continue;
		snprintf(file, sizeof(file), "%s/%s/%s", root->path, path, entry->d_name);
		if (entry->d_type != DT_REG && is_odd(fd, entry->d_name))
			odd_keep(odd, file);
		else
			r = path_add(paths, file);
	}
	if (folder)
		closedir(folder);
	return r;
}

bool vpb_kmod_index_is_odd(const struct vpb_root *root, const char *release)
{
	VPB_CLEANUP(paths_done) struct paths paths = {};
	VPB_CLEANUP(vpb_freep) char *odd = NULL;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "lib/modules/%s", release);
	return folder_add(root, path, "modules.*", &paths, &odd) < 0 || odd;
}

struct kmod_ctx *vpb_kmod_open_config(
	const struct vpb_root *root, const char *release, char **ret_odd)
{
	VPB_CLEANUP(paths_done) struct paths paths = {};
	char directory[PATH_MAX];
	size_t count = sizeof(folders) / sizeof(*folders);
	int r = 0;

	/* The last one is mostly the same folder as the one before it. */
	if (vpb_root_read_target(root, "lib", directory) == 0)
		count--;
	for (size_t i = 0; r == 0 && i < count; i++)
		r = folder_add(root, folders[i], "*.conf", &paths, ret_odd);
	if (r == 0)
		r = path_add(&paths, NULL);
	errno = ENOMEM;
	if (r < 0 || (release && vpb_kmod_index_is_odd(root, release)))
		return NULL;
	if (release)
		snprintf(directory, sizeof(directory), "%s/lib/modules/%s", root->path,
			release);
	return vpb_kmod_open(
		release ? directory : NULL, (const char *const *)paths.items);
}
