/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "../base/clock.h"

#define TRY_AGAIN_US 10000

int vpb_lock_open(const struct vpb_root *root, const char *path)
{
	/* Nothing is mounted on /run where a tree is only a copy. */
	int r = vpb_root_make_folder(root, "run", 0755);

	if (r == 0 || r == -EEXIST)
		r = vpb_root_make_folder(root, VPB_LOCK_FOLDER, 0755);
	if (r < 0 && r != -EEXIST)
		return r;
	return vpb_root_open_at(
		root, path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, 0600);
}

int vpb_lock_take(const struct vpb_root *root, unsigned int deadline_ms, int *ret_fd)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	uint64_t until_us = vpb_clock_since_boot_us() + deadline_ms * UINT64_C(1000);
	VPB_CLEANUP(vpb_closep) int fd = vpb_lock_open(root, VPB_LOCK_FILE);

	if (fd < 0)
		return fd;
	while (fcntl(fd, F_SETLK, &whole) < 0) {
		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return -errno;
		if (vpb_clock_since_boot_us() >= until_us)
			return -EAGAIN;
		usleep(TRY_AGAIN_US);
	}
	*ret_fd = fd;
	fd = -1;
	return 0;
}
