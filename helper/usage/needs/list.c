/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "list.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"
#include "../../sys/folder.h"

static void need_done(struct vpb_need *need)
{
	free(need->name);
	free(need->user);
	free(need->cure);
}

void vpb_needs_done(struct vpb_needs *needs)
{
	for (size_t i = 0; i < needs->count; i++)
		need_done(&needs->items[i]);
	free(needs->items);
	for (size_t i = 0; i < needs->spare_count; i++) {
		free(needs->spares[i].holder);
		need_done(&needs->spares[i].need);
	}
	free(needs->spares);
	for (size_t i = 0; i < needs->volume_count; i++) {
		free(needs->volumes[i].node);
		free(needs->volumes[i].name);
	}
	free(needs->volumes);
	*needs = (struct vpb_needs){};
}

static int need_copy(struct vpb_need *copy, const struct vpb_need *need)
{
	*copy = *need;
	copy->name = strdup(need->name);
	copy->user = strdup(need->user);
	copy->cure = strdup(need->cure);
	return copy->name && copy->user && copy->cure ? 0 : -ENOMEM;
}

int vpb_needs_add(struct vpb_needs *needs, const struct vpb_need *need)
{
	struct vpb_need *items =
		vpb_array_grow(needs->items, needs->count, sizeof(*items));

	if (!items)
		return -ENOMEM;
	needs->items = items;
	return need_copy(&items[needs->count++], need);
}

int vpb_needs_add_spare(
	struct vpb_needs *needs, const char *holder, const struct vpb_need *need)
{
	struct vpb_spare *spares =
		vpb_array_grow(needs->spares, needs->spare_count, sizeof(*spares));
	struct vpb_spare *added;

	if (!spares)
		return -ENOMEM;
	needs->spares = spares;
	added = &spares[needs->spare_count++];
	added->holder = strdup(holder);
	return need_copy(&added->need, need) == 0 && added->holder ? 0 : -ENOMEM;
}

int vpb_needs_add_volume(struct vpb_needs *needs, const char *node, const char *name)
{
	struct vpb_volume *volumes =
		vpb_array_grow(needs->volumes, needs->volume_count, sizeof(*volumes));
	struct vpb_volume *added;

	if (!volumes)
		return -ENOMEM;
	needs->volumes = volumes;
	added = &volumes[needs->volume_count++];
	added->node = strdup(node);
	added->name = strdup(name);
	return added->node && added->name ? 0 : -ENOMEM;
}

const char *vpb_needs_find_volume(const struct vpb_needs *needs, const char *node)
{
	for (size_t i = 0; i < needs->volume_count; i++)
		if (strcmp(needs->volumes[i].node, node) == 0)
			return needs->volumes[i].name;
	return NULL;
}

typedef int parse(struct vpb_needs *needs, const char *source, const char *text);

static int unreadable_add(struct vpb_needs *needs, const char *path, int r)
{
	char user[PATH_MAX + 100], cure[PATH_MAX + 100];

	snprintf(user, sizeof(user), "/%s cannot be read (%s)", path, strerror(-r));
	snprintf(cure, sizeof(cure), "look at it: ls -l /%s", path);
	return vpb_needs_add(
		needs, &(struct vpb_need){.name = "?", .user = user, .cure = cure});
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

static bool has_end(const char *name, const char *end)
{
	size_t length = strlen(name), end_length = strlen(end);

	return length > end_length && strcmp(name + length - end_length, end) == 0;
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
		if (!has_end(folder.entries[i]->d_name, end))
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

		if (!has_end(name, drop_in_ends[0]) && !has_end(name, drop_in_ends[1]))
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
	return vpb_needs_add(
		needs, &(struct vpb_need){.name = name,
			       .user = "the boot loader was started from it",
			       .cure = "give the virtual machine another disk"});
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

	for (size_t i = 0; r == 0 && i < sizeof(files) / sizeof(*files); i++)
		r = file_read(root, files[i].path, files[i].must_be_there,
			files[i].parse_text, needs);
	for (size_t i = 0; r == 0 && i < sizeof(folders) / sizeof(*folders); i++)
		r = folder_read(root, folders[i].path, folders[i].end,
			folders[i].parse_text, needs);
	for (size_t i = 0; r == 0 && i < sizeof(unit_folders) / sizeof(*unit_folders);
		i++)
		r = units_read(root, unit_folders[i], needs);
	if (r == 0)
		r = vpb_needs_read_zfs(root, needs);
	if (r == 0)
		r = loader_read(root, needs);
	if (r == 0)
		r = vpb_needs_chase(root, needs);
	return r < 0 ? r : vpb_needs_close(needs);
}
