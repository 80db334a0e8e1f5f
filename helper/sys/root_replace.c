/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "root.h"

/* Opens the folder that the last part of the path is a name in. */
static int above_open(
	const struct vpb_root *root, const char *path, const char **ret_name)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];

	*ret_name = slash ? slash + 1 : path;
	if (strlen(path) >= sizeof(folder))
		return -ENAMETOOLONG;
	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 1,
		slash ? path : ".");
	return vpb_root_open_at(root, folder, O_PATH | O_DIRECTORY, 0);
}

int vpb_root_make_folder(const struct vpb_root *root, const char *path, mode_t mode)
{
	VPB_CLEANUP(vpb_closep) int folder = -1;
	const char *name;

	folder = above_open(root, path, &name);
	if (folder < 0)
		return folder;
	return mkdirat(folder, name, mode) < 0 ? -errno : 0;
}

static int file_fill(int folder, const char *name, const char *text)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;
	size_t length = strlen(text);

	fd = openat(
		folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd < 0)
		return -errno;
	while (length > 0) {
		ssize_t written = write(fd, text, length);

		if (written < 0)
			return -errno;
		text += written;
		length -= (size_t)written;
	}
	return fsync(fd) < 0 && errno != EINVAL ? -errno : 0;
}

static int file_replace(int folder, const char *name, const char *text)
{
	char beside[NAME_MAX + 1];
	struct stat status;
	int r;

	if (strlen(name) + sizeof(".new") > sizeof(beside))
		return -ENAMETOOLONG;
	/* Else a device node such as /dev/null would become a file. */
	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
		!S_ISREG(status.st_mode))
		return -EINVAL;
	snprintf(beside, sizeof(beside), "%.*s.new", NAME_MAX - 4, name);
	if (unlinkat(folder, beside, 0) < 0 && errno != ENOENT)
		return -errno;
	r = file_fill(folder, beside, text);
	if (r == 0 && renameat(folder, beside, folder, name) < 0)
		r = -errno;
	if (r < 0)
		unlinkat(folder, beside, 0);
	return r;
}

int vpb_root_replace(const struct vpb_root *root, const char *path, const char *text)
{
	VPB_CLEANUP(vpb_closep) int folder = -1;
	const char *slash = strrchr(path, '/'), *name;
	char directory[PATH_MAX];
	int r = 0;

	if (strlen(path) >= sizeof(directory))
		return -ENAMETOOLONG;
	if (slash && slash != path) {
		snprintf(directory, sizeof(directory), "%.*s", (int)(slash - path), path);
		r = vpb_root_make_folder(root, directory, 0755);
	}
	if (r < 0 && r != -EEXIST)
		return r;
	folder = above_open(root, path, &name);
	return folder < 0 ? folder : file_replace(folder, name, text);
}
