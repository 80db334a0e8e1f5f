/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_INSIDE_H
#define VPB_SYS_INSIDE_H

#include <sys/types.h>

#include "../base/cleanup.h"

/*
 * open(2) as a program sees it whose root directory is `top_fd`: an absolute path and an absolute
 * link begin there, and `..` ends there. Nothing outside is opened or made, whatever links say.
 * Without openat2(2), which Linux has since 5.6 and some containers forbid, the parts of the path
 * are opened one after the other, to the same effect.
 *
 * `mode` is that of a file which O_CREAT makes. Returns the descriptor, or -errno.
 */
int vpb_inside_open(int top_fd, const char *path, int flags, mode_t mode) VPB_MUST_CHECK;

#endif
