/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mkinitcpio.h"

#include <stdio.h>
#include <string.h>

#include "../../helper/sys/folder.h"
#include "version_sort.h"

bool vpb_mkinitcpio_sets_hooks(const char *text)
{
	for (const char *line = text; line && *line;) {
		const char *word = line + strspn(line, " \t");
		size_t length = strcspn(word, "\n");

		if (strncmp(word, "HOOKS=", 6) == 0 &&
			!memmem(word, length, "HOOKS[", 6) &&
			!memmem(word, length, "$HOOKS", 6))
			return true;
		line = word + length;
		line += *line == '\n';
	}
	return false;
}

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), end_length = strlen(end);

	return length > end_length && strcmp(name + length - end_length, end) == 0;
}

static void drop_ins_look(const struct vpb_root *root, struct vpb_mkinitcpio *found)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, VPB_MKINITCPIO_FOLDER);

	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		char path[sizeof(VPB_MKINITCPIO_FOLDER) + NAME_MAX + 1];

		if (!ends_with(name, ".conf"))
			continue;
		if (strcmp(name, VPB_MKINITCPIO_DROP_IN) == 0)
			found->has_drop_in = true;
		if (vpb_version_sort(name, VPB_MKINITCPIO_DROP_IN) <= 0 ||
			(*found->later && vpb_version_sort(name, found->later) < 0))
			continue;
		snprintf(path, sizeof(path), "%s/%s", VPB_MKINITCPIO_FOLDER, name);
		if (vpb_root_read(root, path, &text) == 0 && text.data &&
			vpb_mkinitcpio_sets_hooks(text.data))
			snprintf(found->later, sizeof(found->later), "%s", name);
	}
}

/* The next line, or NULL. */
static const char *line_next(const char *line)
{
	line = strchr(line, '\n');
	return line ? line + 1 : NULL;
}

/* The length of NAME in a line NAME_image=PATH or NAME_uki=PATH, or 0. */
static size_t name_of_image(const char *line, const char *image_path)
{
	size_t length = strcspn(line, "\n"), path_length = strlen(image_path);
	const char *end = memmem(line, length, "_image=", strlen("_image="));
	const char *path = memmem(line, length, image_path, path_length);

	if (!end)
		end = memmem(line, length, "_uki=", strlen("_uki="));
	return *line != '#' && end && path && end < path &&
			       strchr("\"' \t\r\n#", path[path_length])
		       ? (size_t)(end - line)
		       : 0;
}

static bool has_config(const char *text, const char *name, size_t length)
{
	static const char key[] = "_config=";

	for (const char *line = text; line; line = line_next(line))
		if (strncmp(line, name, length) == 0 &&
			strncmp(line + length, key, strlen(key)) == 0)
			return true;
	return false;
}

/* The preset makes that image, and says of what configuration. */
static bool preset_hides(const char *text, const char *image_path)
{
	for (const char *line = text; line; line = line_next(line)) {
		size_t length = name_of_image(line, image_path);

		if (length &&
			(has_config(text, line, length) || has_config(text, "ALL", 3)))
			return true;
	}
	return false;
}

static void presets_look(
	const struct vpb_root *root, const char *image_path, struct vpb_mkinitcpio *found)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, "etc/mkinitcpio.d");

	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		char path[sizeof("etc/mkinitcpio.d/") + NAME_MAX];

		if (!ends_with(name, ".preset"))
			continue;
		snprintf(path, sizeof(path), "etc/mkinitcpio.d/%s", name);
		if (vpb_root_read(root, path, &text) == 0 && text.data &&
			preset_hides(text.data, image_path))
			snprintf(found->preset, sizeof(found->preset), "%s", name);
	}
}

struct vpb_mkinitcpio vpb_mkinitcpio_read(
	const struct vpb_root *root, const char *image_path)
{
	struct vpb_mkinitcpio found = {};

	drop_ins_look(root, &found);
	if (image_path)
		presets_look(root, image_path, &found);
	return found;
}
