/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../helper/sys/folder.h"
#include "elf.h"

enum {
	ELF_BYTES_MAX = 32 * 1024 * 1024,
	FILES_MAX = 100000,
	DEPTH_MAX = 64,
};

struct walk {
	struct vpb_root top;
	dev_t device;
	struct vpb_image *image;
};

static int link_keep(const struct walk *walk, struct vpb_image_file *file)
{
	char target[PATH_MAX];
	int r = vpb_root_read_target(&walk->top, file->path, target);

	if (r < 0)
		return r;
	file->target = strdup(target);
	return file->target ? 0 : -ENOMEM;
}

static int elf_keep(const struct walk *walk, struct vpb_image_file *file, size_t length)
{
	VPB_CLEANUP(vpb_closep)
	int fd = vpb_root_open_regular(&walk->top, file->path, O_RDONLY);
	VPB_CLEANUP(vpb_freep) char *bytes = NULL;
	ssize_t got;

	if (fd < 0)
		return fd;
	bytes = malloc(length + 1);
	if (!bytes)
		return -ENOMEM;
	got = pread(fd, bytes, length, 0);
	return got < 0 ? -errno : vpb_image_elf_read(file, bytes, (size_t)got);
}

static int content_keep(
	const struct walk *walk, struct vpb_image_file *file, off_t length)
{
	if (vpb_image_is_elf(file->path))
		return length <= ELF_BYTES_MAX ? elf_keep(walk, file, (size_t)length) : 0;
	if (!vpb_image_wants_content(file->path) || length > VPB_ROOT_FILE_BYTES_MAX)
		return 0;
	return vpb_root_read(&walk->top, file->path, &file->content);
}

static int folder_walk(const struct walk *walk, const char *folder, unsigned int depth);

static int entry_take(const struct walk *walk, const char *path, unsigned int depth)
{
	struct vpb_image_file *file;
	struct stat status;
	int r = vpb_root_stat(&walk->top, path, AT_SYMLINK_NOFOLLOW, &status);

	if (r < 0)
		return r;
	if (walk->image->count == FILES_MAX || depth == DEPTH_MAX)
		return -EFBIG;
	file = vpb_image_add(walk->image, path);
	if (!file)
		return -ENOMEM;
	if (S_ISLNK(status.st_mode))
		return link_keep(walk, file);
	if (S_ISREG(status.st_mode))
		return content_keep(walk, file, status.st_size);
	return S_ISDIR(status.st_mode) && status.st_dev == walk->device
		       ? folder_walk(walk, path, depth + 1)
		       : 0;
}

static int folder_walk(const struct walk *walk, const char *folder, unsigned int depth)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder names = vpb_folder_read(&walk->top, folder);
	int r = names.error;

	for (int i = 0; r == 0 && i < names.count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text path = {};

		if (depth)
			vpb_text_add(&path, "%s/", folder);
		vpb_text_add(&path, "%s", names.entries[i]->d_name);
		r = vpb_text_error(&path);
		if (r == 0)
			r = path.length < PATH_MAX ? entry_take(walk, path.data, depth)
						   : -ENAMETOOLONG;
	}
	return r;
}

int vpb_image_read_tree(const char *path, struct vpb_image *image)
{
	VPB_CLEANUP(vpb_closep)
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct walk walk = {
		.top = {.fd = fd, .is_walled = true, .path = (char *)""}, .image = image};
	struct stat status;
	int r;

	if (fd < 0 || fstat(fd, &status) < 0)
		return -errno;
	walk.device = status.st_dev;
	r = folder_walk(&walk, ".", 0);
	return r < 0 ? r : vpb_image_settle(image);
}
