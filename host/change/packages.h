/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_PACKAGES_H
#define VPB_HOST_CHANGE_PACKAGES_H

#include <sys/types.h>

#include "../../helper/sys/root.h"

/*
 * Programs that install packages: they bring kernels, and have boot images and menus written, which no
 * other program may do at the same time. Told by the locks that they take: dpkg, apt, rpm and dnf lock a
 * file by fcntl(2), pacman makes one, and what uses libzypp writes its process number into one.
 */
struct vpb_package_program {
	char name[32]; /* as the kernel calls the process; "" where that is unknown */
	pid_t pid; /* 0 where that is unknown */
	const char *lock; /* the path of its file, a constant */
	bool is_left_over; /* the file is there, and no process has it open */
};

/*
 * Whether one is at work that is not waiting for this very process: a package's script, or a hook
 * of pacman's, may run us. Facts only.
 */
bool vpb_packages_find_program(
	const struct vpb_root *root, struct vpb_package_program *ret_program);

#endif
