/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_PACKED_H
#define VPB_HOST_MACHINE_PACKED_H

#include "../../helper/sys/root.h"

/*
 * Adds the contents of a file packed by gzip, such as /proc/config.gz; never more than vpb_root_read()
 * takes. 0 or -errno, -EBADMSG where it is damaged or not packed so.
 */
int vpb_packed_read(const struct vpb_root *root, const char *path,
	struct vpb_text *text) VPB_MUST_CHECK;

#endif
