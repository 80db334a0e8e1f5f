/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_UNBOOTED_H
#define VPB_HOST_LOADER_UNBOOTED_H

#include <limits.h>

#include "../machine/facts.h"

/*
 * Whether a file has this word of the kernel command line for every boot, our own files among them,
 * and this boot's command line has not: 1 with that file and, in one line, the commands that make
 * it count; 0; or -errno.
 */
int vpb_loader_find_unbooted(const struct vpb_root *root, const struct vpb_facts *facts,
	const char *word, char ret_path[PATH_MAX],
	struct vpb_text *commands) VPB_MUST_CHECK;

#endif
