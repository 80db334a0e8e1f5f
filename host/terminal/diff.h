/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_DIFF_H
#define VPB_HOST_TERMINAL_DIFF_H

#include "../change/file_text.h"

/*
 * Prints what is to become of a file, as diff -u does; `path` is shown. Where there is none before
 * or after, /dev/null stands in. Returns 0 or -errno, -ENOENT where there is no program diff.
 */
int vpb_diff_print(const char *path, const struct vpb_file_text *before,
	const struct vpb_file_text *after) VPB_MUST_CHECK;

#endif
