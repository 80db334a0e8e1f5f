/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "image.h"

#include <errno.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"

enum {
	LINKS_MAX = 40, /* as the kernel's MAXSYMLINKS */
};

static void file_done(struct vpb_image_file *file)
{
	free(file->path);
	free(file->target);
	free(file->leader);
	vpb_text_done(&file->content);
	free(file->needed);
	free(file->build_id);
}

void vpb_image_done(struct vpb_image *image)
{
	for (size_t i = 0; i < image->count; i++)
		file_done(&image->files[i]);
	free(image->files);
	*image = (struct vpb_image){};
}

struct vpb_image_file *vpb_image_add(struct vpb_image *image, const char *path)
{
	struct vpb_image_file *files =
		vpb_array_grow(image->files, image->count, sizeof(*files));

	if (!files)
		return NULL;
	image->files = files;
	while (strncmp(path, "./", 2) == 0 || *path == '/')
		path += *path == '/' ? 1 : 2;
	files += image->count;
	/* Some archivers end a folder's name with one. */
	files->path = strndup(path, strlen(path) - (fnmatch("*/", path, 0) == 0));
	files->number = image->count;
	if (!files->path)
		return NULL;
	image->count++;
	return files;
}

static int by_path(const void *a, const void *b)
{
	const struct vpb_image_file *one = a, *other = b;
	int order = strcmp(one->path, other->path);

	return order ? order : one->number < other->number ? -1 : 1;
}

static int path_find(const void *path, const void *file)
{
	return strcmp(path, ((const struct vpb_image_file *)file)->path);
}

const struct vpb_image_file *vpb_image_entry(
	const struct vpb_image *image, const char *path)
{
	return image->count ? bsearch(path, image->files, image->count,
				      sizeof(*image->files), path_find)
			    : NULL;
}

static int content_copy(struct vpb_image_file *to, const struct vpb_image_file *from)
{
	if (to->content.length || !from->content.data)
		return 0;
	vpb_text_add_bytes(&to->content, from->content.data, from->content.length);
	return vpb_text_error(&to->content);
}

/* An archive has the content with one of the names, mostly the last. */
static int leaders_share(struct vpb_image *image, bool with_leader)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < image->count; i++) {
		struct vpb_image_file *file = &image->files[i];
		struct vpb_image_file *leader =
			file->leader ? (struct vpb_image_file *)vpb_image_entry(
					       image, file->leader)
				     : NULL;

		if (leader)
			r = with_leader ? content_copy(leader, file)
					: content_copy(file, leader);
	}
	return r;
}

int vpb_image_settle(struct vpb_image *image)
{
	size_t kept = 0;
	int r;

	if (image->count)
		qsort(image->files, image->count, sizeof(*image->files), by_path);
	for (size_t i = 0; i < image->count; i++) {
		if (i + 1 < image->count &&
			strcmp(image->files[i].path, image->files[i + 1].path) == 0)
			file_done(&image->files[i]);
		else
			image->files[kept++] = image->files[i];
	}
	image->count = kept;
	r = leaders_share(image, true);
	return r < 0 ? r : leaders_share(image, false);
}

bool vpb_image_wants_content(const char *path)
{
	static const char *const patterns[] = {"*vfio-prebind*", "*/modprobe.d/*.conf",
		"*scripts/init-top/ORDER", "config", "./config", "buildconfig",
		"./buildconfig", "init", "./init"};

	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++)
		if (fnmatch(patterns[i], path, 0) == 0)
			return true;
	return false;
}

bool vpb_image_is_elf(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return strcmp(name, "vfio-prebind-helper") == 0 || strstr(name, ".so.") ||
	       fnmatch("*.so", name, 0) == 0;
}

/* Takes "", "." and ".." out of a path, in place. */
static void path_tidy(char *path)
{
	char *to = path;

	for (char *rest = path, *part; (part = strsep(&rest, "/"));) {
		size_t length = strlen(part);

		if (length == 0 || strcmp(part, ".") == 0)
			continue;
		if (strcmp(part, "..") == 0) {
			while (to > path && *--to != '/')
				;
			continue;
		}
		if (to > path)
			*to++ = '/';
		memmove(to, part, length);
		to += length;
	}
	*to = '\0';
}

/* Puts the target of the first link on the way in its place; false where there is none. */
static bool link_follow(const struct vpb_image *image, char path[PATH_MAX])
{
	for (size_t end = strcspn(path, "/");; end += 1 + strcspn(path + end + 1, "/")) {
		char prefix[PATH_MAX], next[PATH_MAX];
		const struct vpb_image_file *file;
		const char *slash;
		int length;

		snprintf(prefix, sizeof(prefix), "%.*s", (int)end, path);
		file = vpb_image_entry(image, prefix);
		if (file && file->target) {
			slash = *file->target == '/' ? NULL : strrchr(prefix, '/');
			length = snprintf(next, sizeof(next), "%.*s/%s%s",
				slash ? (int)(slash - prefix) : 0, prefix, file->target,
				path + end);
			if (length < 0 || (size_t)length >= sizeof(next))
				return false;
			path_tidy(next);
			strcpy(path, next);
			return true;
		}
		if (!path[end])
			return false;
	}
}

const struct vpb_image_file *vpb_image_find(
	const struct vpb_image *image, const char *path)
{
	const struct vpb_image_file *file;
	char at[PATH_MAX];

	if (strlen(path) >= sizeof(at))
		return NULL;
	strcpy(at, path);
	path_tidy(at);
	for (int i = 0; i < LINKS_MAX && link_follow(image, at); i++)
		;
	file = vpb_image_entry(image, at);
	return file && !file->target ? file : NULL;
}

const struct vpb_image_file *vpb_image_library(
	const struct vpb_image *image, const char *name)
{
	const struct vpb_image_file *file = NULL;

	for (size_t i = 0; !file && i < image->count; i++) {
		const char *slash = strrchr(image->files[i].path, '/');

		if (slash && strcmp(slash + 1, name) == 0)
			file = vpb_image_find(image, image->files[i].path);
	}
	return file;
}

enum vpb_generator vpb_image_generator(const struct vpb_image *image)
{
	static const struct {
		const char *path;
		enum vpb_generator generator;
	} signs[] = {{"conf/initramfs.conf", VPB_INITRAMFS_TOOLS},
		{"scripts/init-top/ORDER", VPB_INITRAMFS_TOOLS},
		{"usr/lib/dracut", VPB_DRACUT}, {"lib/dracut", VPB_DRACUT},
		{"buildconfig", VPB_MKINITCPIO}, {"config", VPB_MKINITCPIO}};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (vpb_image_find(image, signs[i].path))
			return signs[i].generator;
	return VPB_GENERATOR_UNKNOWN;
}

bool vpb_image_has_systemd(const struct vpb_image *image)
{
	return vpb_image_find(image, "usr/lib/systemd/system/initrd.target") ||
	       vpb_image_find(image, "lib/systemd/system/initrd.target");
}

const char *vpb_generator_name(enum vpb_generator generator)
{
	static const char *const names[] = {
		"unknown generator", "initramfs-tools", "dracut", "mkinitcpio"};

	return names[generator];
}
