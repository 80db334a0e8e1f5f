/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diff.h"

#include <errno.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../change/spawn.h"

/* In memory, so that nothing is written anywhere. The program inherits it. */
static int text_open(const struct vpb_file_text *version)
{
	int fd = memfd_create("version", 0);
	size_t length = version->is_there ? version->text.length : 0;
	ssize_t written;
	int r;

	if (fd < 0)
		return -errno;
	written = write(fd, version->text.data, length);
	if (written == (ssize_t)length)
		return fd;
	r = written < 0 ? -errno : -EIO;
	close(fd);
	return r;
}

int vpb_diff_print(const char *path, const struct vpb_file_text *before,
	const struct vpb_file_text *after)
{
	VPB_CLEANUP(vpb_closep) int from = text_open(before), to = text_open(after);
	char from_path[64], to_path[64];
	int r;

	if (from < 0 || to < 0)
		return from < 0 ? from : to;
	snprintf(from_path, sizeof(from_path), "/proc/self/fd/%d", from);
	snprintf(to_path, sizeof(to_path), "/proc/self/fd/%d", to);
	r = vpb_spawn((const char *const[]){"diff", "-u", "--label",
		before->is_there ? path : "/dev/null", "--label",
		after->is_there ? path : "/dev/null", from_path, to_path, NULL});
	/* 1: they differ. */
	return r < 0 ? r : r > 1 ? -EIO : 0;
}
