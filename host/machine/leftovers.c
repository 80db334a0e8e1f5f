/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "leftovers.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/sys/folder.h"
#include "leftovers_parse.h"

/* One file, or those of a folder whose names end so. */
static const struct place {
	const char *path, *end;
	vpb_leftover_parse *parse;
	bool wants_end; /* a name without any ending is a mistake that guides make */
} places[] = {
	{"etc/modprobe.d", ".conf", vpb_leftover_parse_modprobe, true},
	{"etc/initramfs-tools/modules", NULL, vpb_leftover_parse_modules, false},
	{"etc/initramfs-tools/scripts/init-top", "", vpb_leftover_parse_script, false},
	{"etc/initramfs-tools/scripts/init-premount", "", vpb_leftover_parse_script,
		false},
	{"etc/initcpio/hooks", "", vpb_leftover_parse_script, false},
	{"etc/modules", NULL, vpb_leftover_parse_load, false},
	{"etc/modules-load.d", ".conf", vpb_leftover_parse_load, false},
	{"etc/mkinitcpio.conf", NULL, vpb_leftover_parse_mkinitcpio, false},
	{"etc/mkinitcpio.conf.d", ".conf", vpb_leftover_parse_mkinitcpio, false},
	{"etc/dracut.conf", NULL, vpb_leftover_parse_dracut, false},
	{"etc/dracut.conf.d", ".conf", vpb_leftover_parse_dracut, true},
	{"etc/default/grub", NULL, vpb_leftover_parse_grub, false},
	{"etc/default/grub.d", ".cfg", vpb_leftover_parse_grub, false},
	{"etc/kernel/cmdline", NULL, vpb_leftover_parse_kernel_line, false},
	{"etc/cmdline.d", ".conf", vpb_leftover_parse_kernel_line, false},
};

struct reading {
	const struct vpb_root *root;
	vpb_leftovers_get *get;
	void *context;
	struct vpb_leftovers *list;
};

/* Debian has /etc/modules in a second place by a link. */
static bool is_link(const struct vpb_root *root, const char *path)
{
	struct stat status;

	return vpb_root_stat(root, path, AT_SYMLINK_NOFOLLOW, &status) == 0 &&
	       S_ISLNK(status.st_mode);
}

static int file_read(const struct reading *reading, const struct place *place,
	const char *path, bool is_ignored)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const struct vpb_leftover_text from = {
		.path = path, .is_ignored = is_ignored, .list = reading->list};
	struct vpb_leftover_text whole = from;
	bool linked = is_link(reading->root, path);
	size_t before = reading->list->count;
	int r = linked && place->parse == vpb_leftover_parse_load
			? -ENOENT
			: reading->get(reading->root, path, reading->context, &text);

	if (r < 0)
		return r == -ENOMEM ? r : 0;
	whole.text = text.data ? text.data : "";
	r = strlen(whole.text) == text.length ? place->parse(&whole) : 0;
	for (size_t i = before; i < reading->list->count; i++)
		reading->list->items[i].is_by_hand |= linked;
	return r;
}

/* Ours is none of a guide's. */
static int place_read(const struct reading *reading, const struct place *place)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];
	int r = 0;

	if (!place->end)
		return file_read(reading, place, place->path, false);
	folder = vpb_folder_read(reading->root, place->path);
	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		bool has_end = vpb_word_has_end(name, place->end);

		if (strstr(name, "vfio-prebind") ||
			(!has_end && (!place->wants_end || strchr(name, '.'))))
			continue;
		snprintf(path, sizeof(path), "%s/%s", place->path, name);
		r = file_read(reading, place, path, !has_end);
	}
	return r;
}

static int file_get(const struct vpb_root *root, const char *path, void *context,
	struct vpb_text *text)
{
	(void)context;
	return vpb_root_read(root, path, text);
}

/* A word that stands in a file as well is that one. */
static int cmdline_read(const char *cmdline, struct vpb_leftovers *list)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers now = {};
	const struct vpb_leftover_text from = {.path = "", .text = cmdline, .list = &now};
	int r = vpb_leftover_parse_kernel_line(&from);

	for (size_t i = 0; r == 0 && i < now.count; i++) {
		const struct vpb_leftover *item = &now.items[i];
		struct vpb_span words = {item->words, item->words + strlen(item->words)};
		struct vpb_span names = {item->names, item->names + strlen(item->names)};
		bool is_known = false;

		for (size_t j = 0; j < list->count; j++)
			is_known |= strcmp(list->items[j].words, item->words) == 0;
		if (!is_known)
			r = vpb_leftover_add(
				&(struct vpb_leftover_text){
					.path = "", .text = item->words, .list = list},
				&(struct vpb_leftover){
					.kind = item->kind, .is_kernel_word = true},
				words, names);
	}
	return r;
}

int vpb_leftovers_read(const struct vpb_root *root, const char *cmdline,
	vpb_leftovers_get *get, void *context, struct vpb_leftovers *ret_leftovers)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers leftovers = {};
	const struct reading reading = {root, get ? get : file_get, context, &leftovers};
	int r = 0;

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(places); i++)
		r = place_read(&reading, &places[i]);
	if (r == 0)
		r = cmdline_read(cmdline, &leftovers);
	if (r < 0)
		return r;
	*ret_leftovers = leftovers;
	leftovers = (struct vpb_leftovers){};
	return 0;
}
