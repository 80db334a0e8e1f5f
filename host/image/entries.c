/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "entries.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../../helper/sys/folder.h"
#include "../loader/kernel_install.h"

enum {
	PARTS_MAX = 16,
};

struct entry {
	const char *boot; /* where its file system is mounted */
	const char *release;
	char paths[PARTS_MAX][PATH_MAX];
	size_t count;
};

/* From the top of its file system; some tools write it from the top of the system. */
static void part_take(
	const struct vpb_image_search *search, struct entry *entry, const char *value)
{
	struct stat status;
	char *path;

	/* Variables are GRUB's (Fedora). */
	if (*value == '$' || entry->count == PARTS_MAX)
		return;
	path = entry->paths[entry->count];
	while (*value == '/')
		value++;
	snprintf(path, PATH_MAX, "%s/%s", entry->boot, value);
	if (vpb_root_stat(search->root, path, 0, &status) < 0 &&
		vpb_root_stat(search->root, value, 0, &status) == 0)
		snprintf(path, PATH_MAX, "%s", value);
	entry->count++;
}

static void line_take(
	const struct vpb_image_search *search, struct entry *entry, char *line)
{
	char *key = line + strspn(line, " \t");
	char *value = key + strcspn(key, " \t");

	if (!*value)
		return;
	*value++ = '\0';
	value += strspn(value, " \t");
	if (strcmp(key, "initrd") == 0) {
		char *word;

		/* The specification has one a line; Fedora several, with blanks between. */
		while ((word = strsep(&value, " \t\r")))
			if (*word)
				part_take(search, entry, word);
	} else if (strcmp(key, "version") == 0 || strcmp(key, "linux") == 0) {
		const char *release = vpb_image_release_in(search->facts, value);

		if (*release)
			entry->release = release;
	}
}

static int entry_read(
	const struct vpb_image_search *search, const char *boot, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_image_search named = *search;
	struct entry entry = {.boot = boot, .release = ""};
	const char *parts[PARTS_MAX], *name = strrchr(path, '/') + 1;
	char *rest, *line;

	if (vpb_root_read(search->root, path, &text) < 0)
		return 0;
	for (rest = text.data; (line = strsep(&rest, "\n"));)
		line_take(search, &entry, line);
	for (size_t i = 0; i < entry.count; i++)
		parts[i] = entry.paths[i];
	named.by = path;
	return entry.count ? vpb_image_place_add(&named,
				     vpb_kernel_install_made(search->root, name)
					     ? VPB_IMAGE_OF_KERNEL_INSTALL
					     : VPB_IMAGE_OF_ENTRY,
				     entry.release, parts, entry.count)
			   : 0;
}

int vpb_image_places_read_entries(const struct vpb_image_search *search, const char *boot)
{
	char folder_path[PATH_MAX], path[PATH_MAX * 2];
	int r = 0;

	snprintf(folder_path, sizeof(folder_path), "%s/loader/entries", boot);
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(search->root, folder_path);

	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		size_t length = strlen(name);

		if (length <= 5 || strcmp(name + length - 5, ".conf") != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder_path, name);
		r = entry_read(search, boot, path);
	}
	return r;
}
