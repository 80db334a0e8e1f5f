/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_REFRESH_H
#define VPB_HOST_LOADER_REFRESH_H

#include "change.h"

/*
 * Adds the commands that a change to this file needs, by the first row whose file it is: also of a
 * loader that did not boot this system. 0 or -errno.
 */
int vpb_loader_refresh(struct vpb_loader_change *change, const char *path) VPB_MUST_CHECK;

#endif
