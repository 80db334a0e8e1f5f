/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_DROP_INS_H
#define VPB_SYS_DROP_INS_H

#include <limits.h>

#include "folder.h"

/*
 * Files of several folders that are read as one, in the byte order of their names; of several with
 * one name that of the first folder counts.
 */
#define VPB_DROP_INS_FOLDERS_MAX 5

struct vpb_drop_ins {
	const char *const *paths; /* of the folders, ended by NULL */
	struct vpb_folder folders[VPB_DROP_INS_FOLDERS_MAX];
	int next[VPB_DROP_INS_FOLDERS_MAX];
};

/* The names that end so. A folder that cannot be read is empty, and has its error. */
struct vpb_drop_ins vpb_drop_ins_read(
	const struct vpb_root *root, const char *const *paths, const char *end);

/* The path of the next file; false at the end. */
bool vpb_drop_ins_next(struct vpb_drop_ins *drop_ins, char ret_path[PATH_MAX]);

void vpb_drop_ins_done(struct vpb_drop_ins *drop_ins);

#endif
