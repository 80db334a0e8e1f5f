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

/* The value, on the heap. Returns its length or -errno. */
static ssize_t value_read(int fd, const char *name, char **ret_value)
{
	ssize_t length = fgetxattr(fd, name, NULL, 0);

	if (length < 0)
		return -errno;
	*ret_value = malloc((size_t)length + 1);
	if (!*ret_value)
		return -ENOMEM;
	length = fgetxattr(fd, name, *ret_value, (size_t)length);
	return length < 0 ? -errno : length;
}

/*
 * A file system without attributes shows the security label that the whole of it has, and takes
 * none: it is the same already, or there is no place for it.
 */
static int attribute_copy(int from, int to, const char *name)
{
	VPB_CLEANUP(vpb_freep) char *value = NULL;
	VPB_CLEANUP(vpb_freep) char *there = NULL;
	ssize_t length = value_read(from, name, &value);

	if (length < 0 || !value)
		return (int)length;
	if (value_read(to, name, &there) == length && there &&
		memcmp(value, there, (size_t)length) == 0)
		return 0;
	if (fsetxattr(to, name, value, (size_t)length, 0) == 0 || errno == ENOTSUP)
		return 0;
	return -errno;
}

/* A folder's default ACL, for one, gives a new file what the old one need not have. */
static int attributes_remove(int fd, int kept_by)
{
	VPB_CLEANUP(vpb_freep) char *names = NULL;
	ssize_t length = names_read(fd, &names);

	for (const char *name = names; name && length > 0; name += strlen(name) + 1) {
		if (strncmp(name, "security.", 9) != 0 &&
			fgetxattr(kept_by, name, NULL, 0) < 0 &&
			fremovexattr(fd, name) < 0)
			return -errno;
		length -= (ssize_t)strlen(name) + 1;
	}
	return length < 0 ? (int)length : 0;
}

static int owner_and_mode_copy(int from, int to)
{
	struct stat old, new;

	if (fstat(from, &old) < 0 || fstat(to, &new) < 0)
		return -errno;
	if ((old.st_uid != new.st_uid || old.st_gid != new.st_gid) &&
		fchown(to, old.st_uid, old.st_gid) < 0)
		return -errno;
	/* Another owner takes these bits away. */
	if (fstat(to, &new) < 0 || ((old.st_mode ^ new.st_mode) & 07777 &&
					   fchmod(to, old.st_mode & 07777) < 0))
		return -errno;
	return 0;
}

/* The mode comes first: setting it changes the ACL. */
int vpb_attributes_copy(int from, int to)
{
	VPB_CLEANUP(vpb_freep) char *names = NULL;
	ssize_t length;
	int r = attributes_remove(to, from);

	if (r == 0)
		r = owner_and_mode_copy(from, to);
	if (r < 0)
		return r;
	length = names_read(from, &names);
	for (const char *name = names; name && length > 0; name += strlen(name) + 1) {
		r = attribute_copy(from, to, name);
		if (r < 0)
			return r;
		length -= (ssize_t)strlen(name) + 1;
	}
	return (int)length;
}
