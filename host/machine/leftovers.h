/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_LEFTOVERS_H
#define VPB_HOST_MACHINE_LEFTOVERS_H

#include "../../helper/sys/root.h"
#include "leftover.h"

/* All the files in which a guide can have left something (leftover.h). */

/* Adds the text of that file as it is to be seen. 0 or -errno; -ENOENT where there is none. */
typedef int vpb_leftovers_get(const struct vpb_root *root, const char *path,
	void *context, struct vpb_text *text);

/*
 * Reads all of these files, and `cmdline`, the kernel command line of this boot; of that only words
 * that none of the files has. `get` may be NULL: the files as they are. A file that cannot be
 * read has none. Returns 0 or -ENOMEM; *ret_leftovers is the caller's to end.
 */
int vpb_leftovers_read(const struct vpb_root *root, const char *cmdline,
	vpb_leftovers_get *get, void *context,
	struct vpb_leftovers *ret_leftovers) VPB_MUST_CHECK;

#endif
