/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lock.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../base/clock.h"

#define TRY_AGAIN_US 10000

int vpb_lock_take(const struct vpb_root *root, unsigned int deadline_ms, int *ret_fd)
{
	struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	uint64_t until_us = vpb_clock_since_boot_us() + deadline_ms * UINT64_C(1000);
	VPB_CLEANUP(vpb_closep) int fd = -1;

	if (mkdirat(root->fd, "run/vfio-prebind", 0755) < 0 && errno != EEXIST)
		return -errno;
	fd = openat(root->fd, VPB_LOCK_FILE,
		O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
	if (fd < 0)
		return -errno;
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
