/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "root.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "inside.h"

int vpb_root_open(const char *directory, struct vpb_root *ret_root)
{
	struct vpb_root root = {.fd = -1};
	size_t length = strlen(directory);

	while (length > 0 && directory[length - 1] == '/')
		length--;
	root.is_running_machine = length == 0;
	root.is_walled = length > 0;
	root.path = strndup(directory, length);
	if (!root.path)
		return -ENOMEM;
	root.fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root.fd < 0) {
		free(root.path);
		return -errno;
	}
	*ret_root = root;
	return 0;
}

void vpb_root_done(struct vpb_root *root)
{
	vpb_closep(&root->fd);
	free(root->path);
	*root = (struct vpb_root){.fd = -1};
}

struct vpb_root vpb_root_here(void)
{
	return (struct vpb_root){.fd = AT_FDCWD, .path = (char *)""};
}

int vpb_root_open_at(
	const struct vpb_root *root, const char *path, int flags, mode_t mode)
{
	int fd;

	if (root->is_walled)
		return vpb_inside_open(root->fd, path, flags | O_CLOEXEC, mode);
	fd = openat(root->fd, path, flags | O_CLOEXEC, mode);
	return fd < 0 ? -errno : fd;
}

/* What is there, whatever it is; a link at the end is opened itself where the flags say so. */
static int path_open(const struct vpb_root *root, const char *path, int flags)
{
	return vpb_root_open_at(
		root, path, O_PATH | (flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0), 0);
}

int vpb_root_stat(
	const struct vpb_root *root, const char *path, int flags, struct stat *ret_status)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;

	if (!root->is_walled)
		return fstatat(root->fd, path, ret_status, flags) < 0 ? -errno : 0;
	fd = path_open(root, path, flags);
	if (fd < 0)
		return fd;
	return fstat(fd, ret_status) < 0 ? -errno : 0;
}

int vpb_root_read_number(const struct vpb_root *root, const char *path, dev_t *ret_number)
{
	VPB_CLEANUP(vpb_closep) int fd = path_open(root, path, 0);
	struct statx status;

	if (fd < 0)
		return fd;
	if (statx(fd, "", AT_EMPTY_PATH | AT_STATX_DONT_SYNC, STATX_TYPE, &status) < 0)
		return -errno;
	if (!S_ISCHR(status.stx_mode))
		return -ENODEV;
	*ret_number = makedev(status.stx_rdev_major, status.stx_rdev_minor);
	return 0;
}

static int regular_keep(int fd)
{
	struct stat status;
	int r = -EINVAL;

	if (fd < 0)
		return fd;
	if (fstat(fd, &status) < 0)
		r = -errno;
	else if (S_ISREG(status.st_mode))
		return fd;
	close(fd);
	return r;
}

int vpb_root_open_regular(const struct vpb_root *root, const char *path, int flags)
{
	return regular_keep(
		vpb_root_open_at(root, path, flags | O_NONBLOCK | O_NOCTTY, 0));
}

int vpb_regular_open(int folder_fd, const char *name, int flags)
{
	int fd = openat(folder_fd, name, flags | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

	return fd < 0 ? -errno : regular_keep(fd);
}

/* Up to `bytes_max` of where the link itself leads; what it returns is the length, or -errno. */
static ssize_t link_read(
	const struct vpb_root *root, const char *path, char *target, size_t bytes_max)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;
	ssize_t length;

	if (!root->is_walled) {
		length = readlinkat(root->fd, path, target, bytes_max);
		return length < 0 ? -errno : length;
	}
	fd = path_open(root, path, AT_SYMLINK_NOFOLLOW);
	if (fd < 0)
		return fd;
	length = readlinkat(fd, "", target, bytes_max);
	/* So it says of an open file that is no link. */
	return length >= 0 ? length : errno == ENOENT ? -EINVAL : -errno;
}

int vpb_root_read_target(
	const struct vpb_root *root, const char *path, char ret_target[PATH_MAX])
{
	ssize_t length = link_read(root, path, ret_target, PATH_MAX - 1);

	if (length < 0)
		return (int)length;
	ret_target[length] = '\0';
	return 0;
}

int vpb_root_real_path(int fd, char ret_path[PATH_MAX])
{
	char link[32];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, ret_path, PATH_MAX);
	if (length < 0)
		return -errno;
	if (length == PATH_MAX)
		return -ENAMETOOLONG;
	ret_path[length] = '\0';
	return 0;
}

int vpb_root_read_open(int fd, struct vpb_text *text)
{
	char bytes[4096];
	size_t total = 0;
	ssize_t got;

	while ((got = read(fd, bytes, sizeof(bytes))) > 0) {
		total += (size_t)got;
		if (total > VPB_ROOT_FILE_BYTES_MAX)
			return -EFBIG;
		vpb_text_add_bytes(text, bytes, (size_t)got);
	}
	if (got < 0)
		return -errno;
	return vpb_text_error(text);
}

int vpb_root_read(const struct vpb_root *root, const char *path, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_closep) int fd = vpb_root_open_regular(root, path, O_RDONLY);

	return fd < 0 ? fd : vpb_root_read_open(fd, text);
}

int vpb_root_read_input(
	const struct vpb_root *root, const char *path, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_closep)
	int fd = vpb_root_open_at(root, path, O_RDONLY | O_NOCTTY, 0);

	return fd < 0 ? fd : vpb_root_read_open(fd, text);
}

int vpb_root_read_word(
	const struct vpb_root *root, const char *path, char *buffer, size_t buffer_bytes)
{
	VPB_CLEANUP(vpb_closep) int fd = vpb_root_open_regular(root, path, O_RDONLY);
	char bytes[256];
	ssize_t got;

	if (fd < 0)
		return fd;
	got = read(fd, bytes, sizeof(bytes));
	if (got < 0)
		return -errno;
	/* Full: there may be more, and a newline here need not be the last. */
	if ((size_t)got == sizeof(bytes))
		return -EFBIG;
	if (got > 0 && bytes[got - 1] == '\n')
		got--;
	if ((size_t)got >= buffer_bytes)
		return -EFBIG;
	for (ssize_t i = 0; i < got; i++)
		if (!isprint((unsigned char)bytes[i]))
			return -EBADMSG;
	memcpy(buffer, bytes, (size_t)got);
	buffer[got] = '\0';
	return 0;
}

int vpb_root_write(const struct vpb_root *root, const char *path, const char *text)
{
	VPB_CLEANUP(vpb_closep)
	int fd = vpb_root_open_regular(root, path, O_WRONLY | O_TRUNC);
	ssize_t written;

	if (fd < 0)
		return fd;
	written = write(fd, text, strlen(text));
	if (written < 0)
		return -errno;
	return (size_t)written == strlen(text) ? 0 : -EIO;
}

int vpb_root_read_link(
	const struct vpb_root *root, const char *path, char *buffer, size_t buffer_bytes)
{
	char target[PATH_MAX];
	const char *name;
	int r = vpb_root_read_target(root, path, target);

	if (r < 0)
		return r;
	name = strrchr(target, '/');
	name = name ? name + 1 : target;
	if (strlen(name) >= buffer_bytes)
		return -EFBIG;
	for (const char *c = name; *c; c++)
		if (!isprint((unsigned char)*c))
			return -EBADMSG;
	memcpy(buffer, name, strlen(name) + 1);
	return 0;
}

int vpb_root_look(const struct vpb_root *root, const char *path)
{
	struct stat status;
	int r = vpb_root_stat(root, path, AT_SYMLINK_NOFOLLOW, &status);

	return r == 0 ? 1 : r == -ENOENT || r == -ENOTDIR ? 0 : r;
}

bool vpb_root_has(const struct vpb_root *root, const char *path)
{
	return vpb_root_look(root, path) > 0;
}

bool vpb_root_is_mask(const struct vpb_root *root, const char *path)
{
	char target[sizeof("/dev/null")];
	ssize_t length = link_read(root, path, target, sizeof(target));

	return length == sizeof("/dev/null") - 1 &&
	       memcmp(target, "/dev/null", (size_t)length) == 0;
}
