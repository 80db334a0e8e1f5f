/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_HOLDS_H
#define VPB_USAGE_HOLDS_H

#include <stddef.h>

/* Disks that are held open; the caller ends it, which lets them go. */
struct vpb_holds {
	int *fds;
	size_t count;
};

void vpb_holds_done(struct vpb_holds *holds);

#endif
