/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_LOCK_H
#define VPB_SYS_LOCK_H

#include "root.h"

/*
 * One run at a time. udev runs its rules for several functions of a card at once, and each of
 * these runs would bind all of the card and write the report.
 *
 * A lock is on a file that only root can open, in a folder where only root can make files: a lock
 * on what others may open, such as a folder, could be taken by any user, who would then block root.
 */

#define VPB_LOCK_FOLDER "run/vfio-prebind"
#define VPB_LOCK_FILE VPB_LOCK_FOLDER "/lock"

/* Opens such a file, and makes it and its folder where they are missing. Descriptor or -errno. */
int vpb_lock_open(const struct vpb_root *root, const char *path) VPB_MUST_CHECK;

/*
 * Waits at most `deadline_ms`. Returns 0 or -errno, -EAGAIN where another run has it still. It is
 * let go when the process ends or closes *ret_fd, and it is this process's alone: a child that is
 * stuck in the kernel does not keep it (fcntl_locking(2)).
 */
int vpb_lock_take(const struct vpb_root *root, unsigned int deadline_ms,
	int *ret_fd) VPB_MUST_CHECK;

#endif
