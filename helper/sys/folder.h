/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_FOLDER_H
#define VPB_SYS_FOLDER_H

#include <dirent.h>

#include "root.h"

/* The names in a folder, in byte order, without those that begin with a dot. */
struct vpb_folder {
	struct dirent **entries;
	int count;
	int error; /* 0, or -errno where it could not be read: it then counts as empty */
};

struct vpb_folder vpb_folder_read(const struct vpb_root *root, const char *path);

/* Those of them whose names end so. */
struct vpb_folder vpb_folder_read_ends(
	const struct vpb_root *root, const char *path, const char *end);

void vpb_folder_done(struct vpb_folder *folder);

#endif
