/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "boot_network.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "../core/boot_network.h"
#include "../core/script_calls.h"
#include "boot_network_places.h"
#include "folder.h"

struct search {
	const struct vpb_root *root;
	struct vpb_setting settings[VPB_BOOT_NETWORK_SETTINGS];
	struct vpb_text why;
};

static int words_look(struct search *search, const char *path, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *word = vpb_boot_network_word(text);

	if (word)
		vpb_text_add(&search->why, "'%s' in /%s", word, path);
	return vpb_text_error(&search->why);
}

static int script_look(struct search *search, const char *path, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *call = NULL;

	if (vpb_boot_network_is_stock(path))
		return 0;
	call = vpb_script_network_call(text);
	if (call)
		vpb_text_add(&search->why, "/%s calls %s", path, call);
	return vpb_text_error(&search->why);
}

/* Interfaces of any but the machine's own. */
static int interfaces_look(struct search *search, const char *path, const char *text)
{
	for (const char *line = text; line; line = strchr(line, '\n')) {
		char name[32];

		line += strspn(line, " \t\n");
		if (sscanf(line, "iface %31s", name) != 1 || strcmp(name, "lo") == 0)
			continue;
		vpb_text_add(&search->why, "'iface %s' in /%s", name, path);
		break;
	}
	return vpb_text_error(&search->why);
}

static int file_look(struct search *search, enum vpb_form form, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	if (form == VPB_FORM_FILE_IS_THERE) {
		if (vpb_root_has(search->root, path) && !vpb_boot_network_is_stock(path))
			vpb_text_add(&search->why, "/%s is there", path);
		return vpb_text_error(&search->why);
	}
	r = vpb_root_read(search->root, path, &text);
	if (r == -ENOMEM || r < 0 || !text.data)
		return r == -ENOMEM ? r : 0;
	if (form == VPB_FORM_SETTINGS)
		return vpb_settings_parse(
			search->settings, VPB_BOOT_NETWORK_SETTINGS, path, text.data);
	if (form == VPB_FORM_WORDS)
		return words_look(search, path, text.data);
	return form == VPB_FORM_INTERFACES ? interfaces_look(search, path, text.data)
					   : script_look(search, path, text.data);
}

static int folder_look(
	struct search *search, enum vpb_form form, const char *place, const char *names)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];
	int r = 0;

	folder = vpb_folder_read(search->root, place);
	for (int i = 0; r == 0 && !search->why.length && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		if (fnmatch(names, name, 0) != 0)
			continue;
		snprintf(path, sizeof(path), "%s/%s", place, name);
		if (form == VPB_FORM_FOLDERS_OF_SCRIPTS)
			r = folder_look(search, VPB_FORM_SCRIPTS, path, "*");
		else
			r = file_look(search, form, path);
	}
	return r;
}

/* Hooks of mkinitcpio by their names; one of somebody's own may have any name. */
static int hooks_look(struct search *search, const struct vpb_setting *setting)
{
	VPB_CLEANUP(vpb_freep)
	char *copy = strdup(setting->value.data ? setting->value.data : "");
	char *rest = copy, *word, path[PATH_MAX];
	int r = copy ? 0 : -ENOMEM;

	while (r == 0 && !search->why.length && (word = strsep(&rest, " "))) {
		if (!*word || strchr(word, '/'))
			continue;
		snprintf(path, sizeof(path), "etc/initcpio/hooks/%s", word);
		r = file_look(search, VPB_FORM_SCRIPTS, path);
		snprintf(path, sizeof(path), "usr/lib/initcpio/hooks/%s", word);
		if (r == 0 && !search->why.length)
			r = file_look(search, VPB_FORM_SCRIPTS, path);
	}
	return r;
}

static int settings_judge(struct search *search)
{
	int r = 0;

	for (size_t i = 0; !search->why.length && i < VPB_BOOT_NETWORK_SETTINGS; i++) {
		VPB_CLEANUP(vpb_freep)
		char *said = vpb_boot_network_setting(&search->settings[i]);

		if (said)
			vpb_text_add(&search->why, "'%s' in /%s", said,
				search->settings[i].file.data);
	}
	for (size_t i = 0; r == 0 && !search->why.length && i < VPB_BOOT_NETWORK_SETTINGS;
		i++)
		if (strcmp(search->settings[i].name, "HOOKS") == 0)
			r = hooks_look(search, &search->settings[i]);
	return r < 0 ? r : vpb_text_error(&search->why);
}

static bool has_any(const struct vpb_root *root, const char *const *marks, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (vpb_root_has(root, marks[i]))
			return true;
	return false;
}

/*
 * The marks of an image are those that systemd asks for, and what its makers without systemd put
 * there; those of a host are its packages, and the generators.
 */
static enum vpb_tree tree_of(const struct vpb_root *root, bool is_boot_program)
{
	static const char *const image[] = {"etc/initrd-release",
		"usr/lib/initrd-release", "conf/initramfs.conf", "init_functions"};
	static const char *const host[] = {"var/lib/dpkg", "var/lib/rpm",
		"usr/lib/sysimage", "var/lib/pacman", "usr/share/initramfs-tools",
		"usr/lib/initcpio", "usr/lib/dracut/modules.d", "etc/NIXOS"};

	if (has_any(root, image, VPB_ARRAY_SIZE(image)))
		return VPB_TREE_IMAGE;
	return is_boot_program && !has_any(root, host, VPB_ARRAY_SIZE(host))
		       ? VPB_TREE_IMAGE
		       : VPB_TREE_HOST;
}

static void search_done(struct search *search)
{
	vpb_settings_done(search->settings, VPB_BOOT_NETWORK_SETTINGS);
	vpb_text_done(&search->why);
}

int vpb_boot_network_read(
	const struct vpb_root *root, bool is_boot_program, char **ret_why)
{
	VPB_CLEANUP(search_done) struct search search = {.root = root};
	const struct vpb_boot_network_place *place = vpb_boot_network_places;
	enum vpb_tree tree = tree_of(root, is_boot_program);
	int r = 0;

	vpb_boot_network_names(search.settings);
	for (; r == 0 && !search.why.length && place->path; place++) {
		if (!(place->trees & tree))
			continue;
		if (place->names)
			r = folder_look(&search, place->form, place->path, place->names);
		else
			r = file_look(&search, place->form, place->path);
	}
	if (r == 0)
		r = settings_judge(&search);
	if (r < 0)
		return r;
	*ret_why = search.why.length ? strdup(search.why.data) : NULL;
	return search.why.length && !*ret_why ? -ENOMEM : 0;
}
