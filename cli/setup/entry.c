/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A second boot entry that has the devices for VMs, beside those that are there. */

#include "loader.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/sys/folder.h"

#define TITLE "(PCI devices for VMs)"
#define GRUB_SCRIPT "etc/grub.d/10_linux"

/* '~' comes before everything: systemd-boot takes the newest by version, and so never this one. */
#define BESIDE "~vfio-prebind.conf"

/*
 * The entries of GRUB's own script once more, so that they are what they are on this system, and
 * for every kernel that comes later as well. It has one for the newest kernel by that id.
 */
static int grub_want(struct vpb_setup *setup, const char **ret_path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const struct vpb_root *root = setup->change.root;
	struct vpb_entry *entry;
	int r;

	*ret_path = GRUB_SCRIPT;
	if (!vpb_root_has(root, GRUB_SCRIPT))
		return -ENOENT;
	*ret_path = VPB_GRUB_ENTRY;
	r = vpb_transaction_entry(
		root, &setup->change.journal, *ret_path, VPB_PARTS_PROGRAM, &entry);
	if (r < 0)
		return r;
	vpb_text_add(&text,
		"#!/bin/sh\n" VPB_SETUP_HEAD
		"# The entries of 10_linux once more, with these words and another title.\n"
		"[ -x /" GRUB_SCRIPT " ] || exit 0\n"
		"set -e\n"
		"export GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT %s\"\n"
		"export GRUB_DISABLE_RECOVERY=true GRUB_DISABLE_SUBMENU=false\n"
		"entries=$(/" GRUB_SCRIPT ")\n"
		"printf '%%s\\n' \"$entries\" | sed \"\n"
		"s/^\\([[:blank:]]*\\(menuentry\\|submenu\\) '[^']*\\)'/\\1 " TITLE "'/\n"
		"s/'gnulinux-simple-[^']*'/'vfio-prebind'/\n"
		"s/'gnulinux-/'vfio-prebind-/g\"\n",
		setup->words.data);
	vpb_text_add(&setup->one_shot, "%s vfio-prebind",
		vpb_root_has(root, "usr/sbin/grub2-reboot") ||
				vpb_root_has(root, "usr/bin/grub2-reboot")
			? "grub2-reboot"
			: "grub-reboot");
	r = vpb_text_error(&text);
	return r < 0 ? r : vpb_transaction_want(entry, text.data);
}

/* A line of an entry: title and sort-key tell it from the first. */
static void line_add(const char *line, struct vpb_text *text)
{
	size_t key = strcspn(line, " \t");
	const char *more = key == 5 && strncmp(line, "title", key) == 0 ? " " TITLE
			   : key == 8 && strncmp(line, "sort-key", key) == 0
				   ? "-vfio-prebind"
				   : "";

	vpb_text_add(text, "%s%s\n", line, more);
}

/* The same kernel and initramfs once more. */
static int entry_want(struct vpb_setup *setup, const char *folder, const char *name)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text from = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX], *rest, *line;
	struct vpb_entry *entry;
	int r;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	r = vpb_root_read(setup->change.root, path, &from);
	if (r < 0)
		return r;
	vpb_text_add(&text, VPB_SETUP_HEAD);
	for (rest = from.data; (line = strsep(&rest, "\n"));)
		if (*line)
			line_add(line, &text);
	/* An entry may have any number of these, and all count. */
	vpb_text_add(&text, "options %s\n", setup->words.data);
	r = vpb_text_error(&text);
	if (r < 0)
		return r;
	snprintf(path, sizeof(path), "%s/%.*s" BESIDE, folder,
		(int)(strlen(name) - strlen(".conf")), name);
	r = vpb_transaction_entry(setup->change.root, &setup->change.journal, path,
		VPB_PARTS_LINES, &entry);
	return r < 0 ? r : vpb_transaction_want(entry, text.data);
}

static int entries_want(struct vpb_setup *setup, const char **ret_path)
{
	static const char *const folders[] = {
		"boot/loader/entries", "efi/loader/entries", "boot/efi/loader/entries"};
	const struct vpb_root *root = setup->change.root;
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(folders) / sizeof(*folders); i++) {
		VPB_CLEANUP(vpb_folder_done)
		struct vpb_folder folder = vpb_folder_read(root, folders[i]);

		*ret_path = folders[i];
		for (int j = 0; r == 0 && j < folder.count; j++) {
			const char *name = folder.entries[j]->d_name;

			if (!vpb_loader_is_of_kernel_install(root, name) ||
				fnmatch("*.conf", name, 0) != 0 ||
				fnmatch("*" BESIDE, name, 0) == 0)
				continue;
			r = entry_want(setup, folders[i], name);
			if (setup->one_shot.length &&
				!vpb_setup_is_of_running_kernel(setup, name))
				continue;
			vpb_text_done(&setup->one_shot);
			vpb_text_add(&setup->one_shot, "bootctl set-oneshot %.*s" BESIDE,
				(int)(strlen(name) - strlen(".conf")), name);
		}
	}
	return r;
}

static int none_tell(const struct vpb_setup *setup)
{
	vpb_log(VPB_LOG_ERROR,
		"setup: a second entry is made for GRUB, and for entries and ukify's images of "
		"kernel-install; for %s make one by hand that has these words: %s; nothing was changed",
		vpb_setup_loader_of(setup)->title, setup->words.data);
	return 1;
}

int vpb_setup_entry(struct vpb_setup *setup, const char **ret_path)
{
	int r;

	switch (setup->loader.kind) {
	case VPB_LOADER_GRUB:
	case VPB_LOADER_GRUB_FILE:
		return grub_want(setup, ret_path);
	case VPB_LOADER_KERNEL_INSTALL:
		if (vpb_setup_has_profiles(setup->change.root))
			return vpb_setup_profile(setup, ret_path);
		r = entries_want(setup, ret_path);
		/* UKIs of others than ukify have none. */
		return r == 0 && !setup->one_shot.length ? none_tell(setup) : r;
	default:
		return none_tell(setup);
	}
}
