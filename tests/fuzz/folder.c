/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "folder.h"

#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char directory[] = "/dev/shm/vfio-prebind-fuzz-XXXXXX";
static struct vpb_root root = {.fd = -1};

static int one_remove(
	const char *path, const struct stat *status, int type, struct FTW *level)
{
	(void)status, (void)type, (void)level;
	return remove(path);
}

static void all_remove(void)
{
	vpb_root_done(&root);
	nftw(directory, one_remove, 16, FTW_DEPTH | FTW_PHYS);
}

const struct vpb_root *folder_get(void)
{
	if (root.fd >= 0)
		return &root;
	FUZZ_HOLD(mkdtemp(directory));
	FUZZ_HOLD(vpb_root_open(directory, &root) == 0);
	atexit(all_remove);
	return &root;
}

void folder_put(const char *path, const void *bytes, size_t length)
{
	const struct vpb_root *in = folder_get();
	char above[PATH_MAX];
	int fd;

	for (const char *slash = strchr(path, '/'); slash;
		slash = strchr(slash + 1, '/')) {
		snprintf(above, sizeof(above), "%.*s", (int)(slash - path), path);
		mkdirat(in->fd, above, 0755);
	}
	fd = openat(in->fd, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	FUZZ_HOLD(fd >= 0);
	FUZZ_HOLD(write(fd, bytes, length) == (ssize_t)length);
	close(fd);
}

void folder_drop(const char *path)
{
	unlinkat(folder_get()->fd, path, 0);
}
