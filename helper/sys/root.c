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
#include <unistd.h>

int vpb_root_open(const char *directory, struct vpb_root *ret_root)
{
	struct vpb_root root = {.fd = -1};
	size_t length = strlen(directory);

	while (length > 0 && directory[length - 1] == '/')
		length--;
	root.is_running_machine = length == 0;
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

int vpb_regular_open(int folder_fd, const char *path, int flags)
{
	int fd = openat(folder_fd, path, flags | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	struct stat status;
	int r = -EINVAL;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &status) < 0)
		r = -errno;
	else if (S_ISREG(status.st_mode))
		return fd;
	close(fd);
	return r;
}

int vpb_root_read_target(
	const struct vpb_root *root, const char *path, char ret_target[PATH_MAX])
{
	ssize_t length = readlinkat(root->fd, path, ret_target, PATH_MAX - 1);

	if (length < 0)
		return -errno;
	ret_target[length] = '\0';
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
	VPB_CLEANUP(vpb_closep) int fd = vpb_regular_open(root->fd, path, O_RDONLY);

	return fd < 0 ? fd : vpb_root_read_open(fd, text);
}

int vpb_root_read_word(
	const struct vpb_root *root, const char *path, char *buffer, size_t buffer_bytes)
{
	VPB_CLEANUP(vpb_closep) int fd = vpb_regular_open(root->fd, path, O_RDONLY);
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
	int fd = vpb_regular_open(root->fd, path, O_WRONLY | O_TRUNC);
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

	if (fstatat(root->fd, path, &status, AT_SYMLINK_NOFOLLOW) == 0)
		return 1;
	return errno == ENOENT || errno == ENOTDIR ? 0 : -errno;
}

bool vpb_root_has(const struct vpb_root *root, const char *path)
{
	return vpb_root_look(root, path) > 0;
}

bool vpb_root_is_mask(const struct vpb_root *root, const char *path)
{
	char target[sizeof("/dev/null")];
	ssize_t length = readlinkat(root->fd, path, target, sizeof(target));

	return length == sizeof("/dev/null") - 1 &&
	       memcmp(target, "/dev/null", (size_t)length) == 0;
}

static int file_fill(const struct vpb_root *root, const char *path, const char *text)
{
	VPB_CLEANUP(vpb_closep) int fd = -1;
	size_t length = strlen(text);

	fd = openat(root->fd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		0644);
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

int vpb_root_replace(const struct vpb_root *root, const char *path, const char *text)
{
	const char *slash = strrchr(path, '/');
	char directory[PATH_MAX], beside[PATH_MAX];
	struct stat status;
	int r;

	/* Else a device node such as /dev/null would become a file. */
	if (fstatat(root->fd, path, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
		!S_ISREG(status.st_mode))
		return -EINVAL;

	if (strlen(path) + sizeof(".new") > sizeof(beside))
		return -ENAMETOOLONG;
	if (slash && slash != path) {
		snprintf(directory, sizeof(directory), "%.*s", (int)(slash - path), path);
		if (mkdirat(root->fd, directory, 0755) < 0 && errno != EEXIST)
			return -errno;
	}
	snprintf(beside, sizeof(beside), "%.*s.new", (int)sizeof(beside) - 5, path);
	if (unlinkat(root->fd, beside, 0) < 0 && errno != ENOENT)
		return -errno;
	r = file_fill(root, beside, text);
	if (r == 0 && renameat(root->fd, beside, root->fd, path) < 0)
		r = -errno;
	if (r < 0)
		unlinkat(root->fd, beside, 0);
	return r;
}
