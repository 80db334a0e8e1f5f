/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
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
	VPB_CLEANUP(vpb_closep) int fd = -1;
	struct vpb_folder folder = {};

	/* It takes no link out of the tree, which scandirat() would follow. */
	if (root->is_walled) {
		fd = vpb_root_open_at(root, path, O_RDONLY | O_DIRECTORY, 0);
		if (fd < 0)
			return (struct vpb_folder){.error = fd};
		path = ".";
	}
	folder.count = scandirat(
		fd < 0 ? root->fd : fd, path, &folder.entries, is_visible, by_name);
	if (folder.count >= 0)
		return folder;
	return (struct vpb_folder){.error = -errno};
}

static bool has_end(const char *name, const char *end)
{
	size_t length = strlen(name);

	return length > strlen(end) && strcmp(name + length - strlen(end), end) == 0;
}

struct vpb_folder vpb_folder_read_ends(
	const struct vpb_root *root, const char *path, const char *end)
{
	struct vpb_folder folder = vpb_folder_read(root, path);
	int kept = 0;

	for (int i = 0; i < folder.count; i++)
		if (has_end(folder.entries[i]->d_name, end))
			folder.entries[kept++] = folder.entries[i];
		else
			free(folder.entries[i]);
	folder.count = kept;
	return folder;
}

void vpb_folder_done(struct vpb_folder *folder)
{
	for (int i = 0; i < folder->count; i++)
		free(folder->entries[i]);
	free(folder->entries);
	*folder = (struct vpb_folder){};
}
