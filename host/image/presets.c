/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "presets.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/sys/folder.h"

/* One assignment of the shell's in a line of its own: what stands after KEY=, unquoted, or NULL. */
static char *value_of(char *line, const char *key)
{
	size_t length = strlen(key);
	char *to;

	if (strncmp(line, key, length) != 0 || line[length] != '=')
		return NULL;
	line += length + 1;
	line[strcspn(line, "#\r")] = '\0';
	to = line;
	for (const char *from = line; *from; from++)
		if (!strchr("'\"()", *from))
			*to++ = *from;
	while (to > line && (to[-1] == ' ' || to[-1] == '\t'))
		to--;
	*to = '\0';
	return line;
}

struct preset {
	char name[VPB_NAME_BYTES]; /* of the file, which is the package's */
	char presets[256]; /* PRESETS, the ones that are in use */
	char kver[PATH_MAX]; /* ALL_kver: an image, or a release */
};

static int preset_line_take(
	const struct vpb_image_search *search, const struct preset *preset, char *line)
{
	char words[sizeof(preset->presets)], *rest = words, *word;
	const char *release = vpb_image_release_of_package(search, preset->name);
	int r = 0;

	if (!*release)
		release = vpb_image_release_in(search->facts, preset->kver);
	strcpy(words, preset->presets);
	while (r == 0 && (word = strsep(&rest, " \t"))) {
		static const char *const kinds[] = {"image", "uki"};

		for (size_t i = 0; *word && r == 0 && i < 2; i++) {
			char key[sizeof(words) + 8];
			const char *value;

			snprintf(key, sizeof(key), "%s_%s", word, kinds[i]);
			value = value_of(line, key);
			if (value && *value == '/')
				r = vpb_image_place_add(search, VPB_IMAGE_OF_PRESET,
					release, (const char *const[]){value + 1}, 1);
		}
	}
	return r;
}

static int preset_read(const struct vpb_image_search *search, const char *file)
{
	struct vpb_image_search named = *search;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_freep) char *copy = NULL;
	struct preset preset = {};
	char path[PATH_MAX], *rest, *line, *value;
	int r = 0;

	snprintf(path, sizeof(path), "etc/mkinitcpio.d/%s", file);
	if (vpb_root_read(search->root, path, &text) < 0 || !text.data)
		return 0;
	named.by = path;
	copy = strdup(text.data);
	if (!copy)
		return -ENOMEM;
	snprintf(preset.name, sizeof(preset.name), "%.*s",
		(int)(strlen(file) - strlen(".preset")), file);
	for (rest = copy; (line = strsep(&rest, "\n"));) {
		if ((value = value_of(line, "PRESETS")))
			snprintf(preset.presets, sizeof(preset.presets), "%s", value);
		else if ((value = value_of(line, "ALL_kver")))
			snprintf(preset.kver, sizeof(preset.kver), "%s", value);
	}
	for (rest = text.data; r == 0 && (line = strsep(&rest, "\n"));)
		r = preset_line_take(&named, &preset, line);
	return r;
}

int vpb_image_places_read_presets(const struct vpb_image_search *search)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(search->root, "etc/mkinitcpio.d");
	int r = 0;

	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		size_t length = strlen(name);

		if (length > 7 && strcmp(name + length - 7, ".preset") == 0)
			r = preset_read(search, name);
	}
	return r;
}
