/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "drop_ins.h"

#include <stdio.h>
#include <string.h>

struct vpb_drop_ins vpb_drop_ins_read(
	const struct vpb_root *root, const char *const *paths, const char *end)
{
	struct vpb_drop_ins drop_ins = {.paths = paths};

	for (size_t i = 0; i < VPB_DROP_INS_FOLDERS_MAX && paths[i]; i++)
		drop_ins.folders[i] = vpb_folder_read_ends(root, paths[i], end);
	return drop_ins;
}

/* The name that folder goes on with, or NULL. */
static const char *name_of(const struct vpb_drop_ins *drop_ins, size_t folder)
{
	int next = drop_ins->next[folder];

	return next < drop_ins->folders[folder].count
		       ? drop_ins->folders[folder].entries[next]->d_name
		       : NULL;
}

bool vpb_drop_ins_next(struct vpb_drop_ins *drop_ins, char ret_path[PATH_MAX])
{
	const char *first = NULL;

	for (size_t i = 0; i < VPB_DROP_INS_FOLDERS_MAX; i++) {
		const char *name = name_of(drop_ins, i);

		if (!name || (first && strcmp(name, first) >= 0))
			continue;
		first = name;
		snprintf(ret_path, PATH_MAX, "%s/%s", drop_ins->paths[i], name);
	}
	for (size_t i = 0; first && i < VPB_DROP_INS_FOLDERS_MAX; i++) {
		const char *name = name_of(drop_ins, i);

		drop_ins->next[i] += name && strcmp(name, first) == 0;
	}
	return first;
}

void vpb_drop_ins_done(struct vpb_drop_ins *drop_ins)
{
	for (size_t i = 0; i < VPB_DROP_INS_FOLDERS_MAX; i++)
		vpb_folder_done(&drop_ins->folders[i]);
}
