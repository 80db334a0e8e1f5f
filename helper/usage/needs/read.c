/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../../base/array.h"
#include "../../sys/folder.h"

typedef int parse(struct vpb_needs *needs, const char *source, const char *text);

static int unreadable_add(struct vpb_needs *needs, const char *path, int r)
{
	char user[PATH_MAX + 100], fix[PATH_MAX + 100];

	snprintf(user, sizeof(user), "/%s cannot be read (%s)", path, strerror(-r));
	snprintf(fix, sizeof(fix), "to see why, run: ls -l /%s", path);
	return vpb_needs_add(
		needs, &(struct vpb_need){.name = "?", .user = user, .fix = fix});
}

static int file_read(const struct vpb_root *root, const char *path, bool must_be_there,
	parse *parse_text, struct vpb_needs *needs)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char source[PATH_MAX];
	int r = vpb_root_read(root, path, &text);

	if (r == -ENOMEM)
		return r;
	if ((r == -ENOENT || r == -ENOTDIR) && !must_be_there)
		return 0;
	if (r < 0)
		return unreadable_add(needs, path, r);
	snprintf(source, sizeof(source), "/%s", path);
	return parse_text(needs, source, text.data ? text.data : "");
}

static int cmdline_parse(struct vpb_needs *needs, const char *source, const char *text)
{
	(void)source;
	return vpb_needs_parse_cmdline(needs, text);
}

static int mounts_parse(struct vpb_needs *needs, const char *source, const char *text)
{
	(void)source;
	return vpb_needs_parse_mounts(needs, text);
}

static int swaps_parse(struct vpb_needs *needs, const char *source, const char *text)
{
	(void)source;
	return vpb_needs_parse_swaps(needs, text);
}

/* Every file of the folder whose name ends so. */
static int folder_read(const struct vpb_root *root, const char *place, const char *end,
	parse *parse_text, struct vpb_needs *needs)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];
	int r = 0;

	folder = vpb_folder_read(root, place);
	for (int i = 0; r == 0 && i < folder.count; i++) {
		if (!vpb_word_has_end(folder.entries[i]->d_name, end))
			continue;
		snprintf(path, sizeof(path), "%s/%s", place, folder.entries[i]->d_name);
		if (!vpb_root_is_mask(root, path))
			r = file_read(root, path, false, parse_text, needs);
	}
	return r;
}

/*
 * Units, and the drop-ins of units. What systemd's generators made of fstab and of the command
 * line is read from these themselves.
 */
static int units_read(
	const struct vpb_root *root, const char *place, struct vpb_needs *needs)
{
	static const char *const ends[] = {".mount", ".swap"};
	static const char *const drop_in_ends[] = {".mount.d", ".swap.d"};
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];
	int r = 0;

	for (size_t i = 0; r == 0 && i < 2; i++)
		r = folder_read(root, place, ends[i], vpb_needs_parse_unit, needs);
	folder = vpb_folder_read(root, place);
	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		if (!vpb_word_has_end(name, drop_in_ends[0]) &&
			!vpb_word_has_end(name, drop_in_ends[1]))
			continue;
		snprintf(path, sizeof(path), "%s/%s", place, name);
		r = folder_read(root, path, ".conf", vpb_needs_parse_unit, needs);
	}
	return r;
}

/*
 * What the boot loader says it was started from (systemd.io/BOOT_LOADER_INTERFACE): four bytes
 * of attributes, then UTF-16. It is asked of no file system at boot, but without it there is no
 * next one.
 */
static int loader_read(const struct vpb_root *root, struct vpb_needs *needs)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char name[64] = "PARTUUID=";
	size_t length = strlen(name);

	if (vpb_root_read(root,
		    "sys/firmware/efi/efivars/"
		    "LoaderDevicePartUUID-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
		    &text) < 0)
		return 0;
	for (size_t i = 4; i + 1 < text.length && length + 1 < sizeof(name); i += 2)
		if (text.data[i])
			name[length++] = text.data[i];
	name[length] = '\0';
	return vpb_needs_add(needs, &(struct vpb_need){.name = name,
					    .user = "the boot loader was started from it",
					    .fix = "give the VM another disk"});
}

int vpb_needs_read(const struct vpb_root *root, struct vpb_needs *needs)
{
	static const struct {
		const char *path;
		bool must_be_there;
		parse *parse_text;
	} files[] = {
		{"proc/self/mountinfo", true, mounts_parse},
		{"proc/swaps", false, swaps_parse},
		{"proc/cmdline", true, cmdline_parse},
		{"etc/fstab", false, vpb_needs_parse_fstab},
		{"etc/crypttab", false, vpb_needs_parse_crypttab},
		{"etc/veritytab", false, vpb_needs_parse_veritytab},
		{"etc/integritytab", false, vpb_needs_parse_integritytab},
		{"etc/mdadm.conf", false, vpb_needs_parse_mdadm},
		{"etc/mdadm/mdadm.conf", false, vpb_needs_parse_mdadm},
		{"etc/initramfs-tools/initramfs.conf", false, vpb_needs_parse_resume},
	};
	static const struct {
		const char *path, *end;
		parse *parse_text;
	} folders[] = {
		{"etc/mdadm.conf.d", ".conf", vpb_needs_parse_mdadm},
		{"etc/mdadm/mdadm.conf.d", ".conf", vpb_needs_parse_mdadm},
		{"etc/initramfs-tools/conf.d", "", vpb_needs_parse_resume},
		{"usr/share/initramfs-tools/conf.d", "", vpb_needs_parse_resume},
	};
	static const char *const unit_folders[] = {"etc/systemd/system",
		"run/systemd/system", "usr/local/lib/systemd/system",
		"usr/lib/systemd/system", "run/systemd/generator",
		"run/systemd/generator.early", "run/systemd/generator.late"};
	int r = 0;

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(files); i++)
		r = file_read(root, files[i].path, files[i].must_be_there,
			files[i].parse_text, needs);
	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(folders); i++)
		r = folder_read(root, folders[i].path, folders[i].end,
			folders[i].parse_text, needs);
	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(unit_folders); i++)
		r = units_read(root, unit_folders[i], needs);
	if (r == 0)
		r = vpb_needs_read_zfs(root, needs);
	if (r == 0)
		r = loader_read(root, needs);
	if (r == 0)
		r = vpb_needs_chase(root, needs);
	return r < 0 ? r : vpb_needs_close(needs);
}
