/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Second boot entries of systemd-boot that have the devices for VMs, beside kernel-install's. */

#include "kernel_install.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/sys/folder.h"
#include "change.h"
#include "systemd_boot.h"

/* '~' comes before everything: systemd-boot takes the newest by version, and so never this one. */
#define BESIDE "~vfio-prebind.conf"

/* A line of an entry: title and sort-key tell it from the first. */
static void line_add(const char *line, struct vpb_text *text)
{
	size_t key = strcspn(line, " \t");
	const char *more =
		key == 5 && strncmp(line, "title", key) == 0	  ? " " VPB_ENTRY_TITLE
		: key == 8 && strncmp(line, "sort-key", key) == 0 ? "-vfio-prebind"
								  : "";

	vpb_text_add(text, "%s%s\n", line, more);
}

/* The same kernel and initramfs once more. */
static int entry_want(
	struct vpb_loader_change *change, const char *folder, const char *name)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text from = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX], *rest, *line;
	struct vpb_journal_file *file;
	int r;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	r = vpb_root_read(change->root, path, &from);
	if (r < 0)
		return r;
	vpb_text_add(&text, VPB_SETUP_HEAD);
	for (rest = from.data; (line = strsep(&rest, "\n"));)
		if (*line)
			line_add(line, &text);
	/* An entry may have any number of these, and all count. */
	vpb_text_add(&text, "options %s\n", change->words.data);
	r = vpb_text_error(&text);
	if (r < 0)
		return r;
	snprintf(path, sizeof(path), "%s/%.*s" BESIDE, folder,
		(int)(strlen(name) - strlen(".conf")), name);
	r = vpb_transaction_file(
		change->root, change->journal, path, VPB_PARTS_LINES, &file);
	return r < 0 ? r : vpb_transaction_want(file, text.data);
}

int vpb_kernel_install_want_entries(struct vpb_loader_change *change)
{
	const struct vpb_root *root = change->root;
	int r = 0;

	for (size_t i = 0; r == 0 && vpb_systemd_boot_entries[i]; i++) {
		const char *path = vpb_systemd_boot_entries[i];
		VPB_CLEANUP(vpb_folder_done)
		struct vpb_folder folder = vpb_folder_read(root, path);

		change->path = path;
		for (int j = 0; r == 0 && j < folder.count; j++) {
			const char *name = folder.entries[j]->d_name;

			if (!vpb_kernel_install_made(root, name) ||
				fnmatch("*.conf", name, 0) != 0 ||
				fnmatch("*" BESIDE, name, 0) == 0)
				continue;
			r = entry_want(change, path, name);
			if (change->one_shot.length &&
				!vpb_loader_is_of_running_kernel(change, name))
				continue;
			vpb_text_done(&change->one_shot);
			vpb_text_add(&change->one_shot, "bootctl set-oneshot %.*s" BESIDE,
				(int)(strlen(name) - strlen(".conf")), name);
		}
	}
	return r;
}
