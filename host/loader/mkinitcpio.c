/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Unified kernel images that mkinitcpio makes by its presets. */

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/sys/folder.h"
#include "../machine/kernel_words.h"
#include "change.h"
#include "signs.h"
#include "systemd_boot.h"
#include "text.h"

#define FOLDER "etc/cmdline.d"

/* What a preset's file of a line such as default_options="--cmdline /etc/my/cmdline" is, or NULL. */
static const char *file_of_line(char *line)
{
	static const char option[] = "--cmdline";
	char *at = line + strspn(line, " \t"), *word;
	bool is_next = fnmatch("[!#]*_cmdline=*", at, 0) == 0;

	if (!is_next && fnmatch("[!#]*_options=*", at, 0) != 0)
		return NULL;
	at += strcspn(at, "=");
	while ((word = strsep(&at, " \t='\"()"))) {
		if (is_next && *word == '/')
			return word + strspn(word, "/");
		is_next |= strcmp(word, option) == 0;
	}
	return NULL;
}

/*
 * The file that a preset names for the command line of its images, in place of all others
 * (mkinitcpio(8), --cmdline); a folder is named as well, and then takes drop-ins.
 */
static bool preset_file_find(const struct vpb_root *root, char ret_path[PATH_MAX])
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder =
		vpb_folder_read_ends(root, "etc/mkinitcpio.d", ".preset");

	for (int i = 0; i < folder.count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		char path[PATH_MAX], *rest, *line;
		const char *file = NULL;

		snprintf(path, sizeof(path), "etc/mkinitcpio.d/%s",
			folder.entries[i]->d_name);
		if (vpb_root_read(root, path, &text) < 0)
			continue;
		for (rest = text.data; !file && (line = strsep(&rest, "\n"));)
			file = file_of_line(line);
		if (!file)
			continue;
		snprintf(ret_path, PATH_MAX, "%s", file);
		return true;
	}
	return false;
}

/* A line such as default_uki="/efi/EFI/Linux/arch-linux.efi" that is no comment. */
static bool preset_makes_ukis(const struct vpb_root *root, const char *name)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX], *rest, *line;

	snprintf(path, sizeof(path), "etc/mkinitcpio.d/%s", name);
	if (vpb_root_read(root, path, &text) < 0)
		return false;
	for (rest = text.data; (line = strsep(&rest, "\n"));)
		if (fnmatch("[!#]*_uki=*", line + strspn(line, " \t"), 0) == 0)
			return true;
	return false;
}

/* It reads /etc/kernel/cmdline then, and the entries are not kernel-install's. */
static bool makes_ukis(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder =
		vpb_folder_read_ends(root, "etc/mkinitcpio.d", ".preset");

	for (int i = 0; i < folder.count; i++)
		if (preset_makes_ukis(root, folder.entries[i]->d_name))
			return true;
	return false;
}

static bool mkinitcpio_detect(struct vpb_signs *signs)
{
	return vpb_systemd_boot_has_uki(signs) && makes_ukis(signs->root);
}

static bool folder_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read_ends(change->root, FOLDER, ".conf");
	bool found = false;

	for (int i = 0; !found && i < folder.count; i++) {
		char path[sizeof(FOLDER) + NAME_MAX + 1];

		snprintf(path, sizeof(path), FOLDER "/%s", folder.entries[i]->d_name);
		found = vpb_loader_file_says(change, path, 0, word, ret_path);
	}
	return found;
}

static bool mkinitcpio_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	char path[PATH_MAX];

	if (preset_file_find(change->root, path))
		return vpb_loader_file_says(change, path, 0, word, ret_path);
	return vpb_loader_kernel_cmdline_says(change, word, ret_path) ||
	       folder_says(change, word, ret_path);
}

static int mkinitcpio_want(struct vpb_loader_change *change)
{
	static const char path[] = FOLDER "/" VPB_KERNEL_WORDS_DROP_IN;
	struct vpb_journal_file *file;
	char preset_file[PATH_MAX];
	int r;

	if (preset_file_find(change->root, preset_file)) {
		struct stat status;

		if (vpb_root_stat(change->root, preset_file, 0, &status) < 0 ||
			!S_ISDIR(status.st_mode))
			return vpb_loader_want_words(change, preset_file);
		strncat(preset_file, "/" VPB_KERNEL_WORDS_DROP_IN,
			sizeof(preset_file) - strlen(preset_file) - 1);
		return vpb_loader_want_lines(change, preset_file);
	}
	r = vpb_kernel_words_have_file(change->root)
		    ? 0
		    : vpb_loader_seed(change, path, VPB_PARTS_LINES, &file);
	return r != 0 ? r : vpb_loader_want_lines(change, path);
}

static int mkinitcpio_refresh(struct vpb_loader_change *change, const char *path)
{
	char preset_file[PATH_MAX];
	int r;

	if (strncmp(path, FOLDER "/", strlen(FOLDER "/")) != 0 &&
		(strcmp(path, VPB_KERNEL_CMDLINE) != 0 || !makes_ukis(change->root)) &&
		(!preset_file_find(change->root, preset_file) ||
			!vpb_word_has_start(path, preset_file)))
		return 0;
	r = vpb_journal_want_command(change->journal, "mkinitcpio -P");
	return r < 0 ? r : 1;
}

const struct vpb_loader vpb_loader_mkinitcpio = {
	.name = "mkinitcpio",
	.summary = "a drop-in for the unified kernel images of mkinitcpio",
	.title = "a UKI of mkinitcpio's",
	.program = &vpb_systemd_boot,
	.detect = mkinitcpio_detect,
	.place = "put this into /etc/cmdline.d/vfio-prebind.conf, then run mkinitcpio -P",
	.undo = "remove that file, then run mkinitcpio -P",
	.takes_comments = true,
	.form = {"", " ", "\n"},
	.add_text = vpb_loader_text_whole_if_first,
	.says = mkinitcpio_says,
	.want = mkinitcpio_want,
	.word_files = (const char *const[]){VPB_KERNEL_CMDLINE, FOLDER "/", NULL},
	.refresh = mkinitcpio_refresh,
};
