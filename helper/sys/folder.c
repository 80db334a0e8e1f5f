/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "folder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* alphasort() would ask the locale. */
static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

struct vpb_folder vpb_folder_read(const struct vpb_root *root, const char *path)
{
	struct vpb_folder folder = {};

	folder.count = scandirat(root->fd, path, &folder.entries, is_visible, by_name);
	if (folder.count >= 0)
		return folder;
	return (struct vpb_folder){.error = -errno};
}

void vpb_folder_done(struct vpb_folder *folder)
{
	for (int i = 0; i < folder->count; i++)
		free(folder->entries[i]);
	free(folder->entries);
	*folder = (struct vpb_folder){};
}
