/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "attributes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

/* A list of names, each ended by NUL, on the heap. Returns its length or -errno. */
static ssize_t names_read(int fd, char **ret_names)
{
	ssize_t length = flistxattr(fd, NULL, 0);

	if (length < 0)
		return errno == ENOTSUP ? 0 : -errno;
	*ret_names = calloc(1, (size_t)length + 1);
	if (!*ret_names)
		return -ENOMEM;
	length = flistxattr(fd, *ret_names, (size_t)length);
	return length < 0 ? -errno : length;
}

static int attribute_copy(int from, int to, const char *name)
{
	VPB_CLEANUP(vpb_freep) char *value = NULL;
	ssize_t length = fgetxattr(from, name, NULL, 0);

	if (length < 0)
		return -errno;
	value = malloc((size_t)length + 1);
	if (!value)
		return -ENOMEM;
	length = fgetxattr(from, name, value, (size_t)length);
	if (length < 0 || fsetxattr(to, name, value, (size_t)length, 0) < 0)
		return -errno;
	return 0;
}

/* A folder's default ACL, for one, gives a new file what the old one need not have. */
static int attributes_remove(int fd)
{
	VPB_CLEANUP(vpb_freep) char *names = NULL;
	ssize_t length = names_read(fd, &names);

	for (const char *name = names; length > 0; name += strlen(name) + 1) {
		if (strncmp(name, "security.", 9) != 0 && fremovexattr(fd, name) < 0)
			return -errno;
		length -= (ssize_t)strlen(name) + 1;
	}
	return length < 0 ? (int)length : 0;
}

/* The mode comes first: setting it changes the ACL. */
int vpb_attributes_copy(int from, int to)
{
	VPB_CLEANUP(vpb_freep) char *names = NULL;
	struct stat status;
	ssize_t length;
	int r = attributes_remove(to);

	if (r < 0)
		return r;
	if (fstat(from, &status) < 0 || fchown(to, status.st_uid, status.st_gid) < 0 ||
		fchmod(to, status.st_mode & 07777) < 0)
		return -errno;
	length = names_read(from, &names);
	for (const char *name = names; length > 0; name += strlen(name) + 1) {
		r = attribute_copy(from, to, name);
		if (r < 0)
			return r;
		length -= (ssize_t)strlen(name) + 1;
	}
	return (int)length;
}
