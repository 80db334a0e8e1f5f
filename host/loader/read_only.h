/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_READ_ONLY_H
#define VPB_HOST_LOADER_READ_ONLY_H

#include "../../helper/sys/root.h"

/*
 * Whether transactional-update keeps this system, whose root is mounted read-only: what is made
 * there is made in a snapshot that the next boot takes.
 */
bool vpb_read_only_is(const struct vpb_root *root);

#define VPB_READ_ONLY_PROGRAM "usr/sbin/transactional-update"

/* For a person: how images are made there. */
#define VPB_READ_ONLY_REBUILD \
	"run transactional-update --continue initrd; the next boot starts the snapshot that it " \
	"makes"

#endif
