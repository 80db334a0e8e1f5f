/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_ATTRIBUTES_H
#define VPB_HOST_CHANGE_ATTRIBUTES_H

#include "../../helper/base/cleanup.h"

/*
 * Gives the open file `to` the owner, the mode and the extended attributes of `from`, among them
 * POSIX ACLs, security labels and what programs keep there, and no others. What is equal already is
 * not touched, and what its file system has no place for is left out. Returns 0 or -errno.
 */
int vpb_attributes_copy(int from, int to) VPB_MUST_CHECK;

#endif
