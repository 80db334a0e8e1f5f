/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The table of file systems and swap space: fstab(5). There is no folder of tables: mount(8) and
 * systemd-fstab-generator(8) know none.
 *
 * The lines are split by getmntent(3), as systemd-fstab-generator(8) does it, and not by libmount:
 * that leaves out a line without a type, or with more than numbers after the options, which systemd
 * mounts, and the boot waits for. libmount splits the options, and reads what is mounted (now.c).
 */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"
#include "need_source.h"
#include "read.h"

/*
 * Whether a boot goes on without it (systemd's fstab-generator.c, add_mount): a mount that other
 * units want is mounted in spite of `noauto`, and with x-systemd.required-by= also in spite of
 * `nofail`. An automount counts as wanted: what touches its folder waits for it.
 */
static bool may_lack(const struct mntent *line)
{
	const char *options = line->mnt_opts;

	/* The initramfs mounts these two in any case. */
	if (strcmp(line->mnt_dir, "/") == 0 || strcmp(line->mnt_dir, "/usr") == 0)
		return false;
	if (vpb_options_say(options, "nofail", "fail"))
		return !vpb_option_find(options, "x-systemd.required-by", NULL);
	return vpb_options_say(options, "noauto", "auto") &&
	       !vpb_option_find(options, "x-systemd.automount", NULL) &&
	       !vpb_word_has_start(
		       vpb_option_find(options, "comment", NULL), "systemd.automount") &&
	       !vpb_option_find(options, "x-systemd.required-by", NULL) &&
	       !vpb_option_find(options, "x-systemd.wanted-by", NULL);
}

/* What is mounted or swapped on. */
static int source_add(const struct vpb_need_source *from, const struct mntent *line)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(line->mnt_fsname);
	char *rest = copy, *part;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	if (strcmp(line->mnt_type, "zfs") == 0)
		return vpb_need_source_add_pool(from, line->mnt_fsname);
	if (vpb_type_is_share(line->mnt_type, line->mnt_opts))
		return vpb_need_source_add_share(from, line->mnt_fsname);
	if (strcmp(line->mnt_type, "bcachefs") != 0)
		return vpb_need_source_add(from, line->mnt_fsname);
	/* All its devices, with colons between them. */
	while (r == 0 && (part = strsep(&rest, ":")))
		r = vpb_need_source_add(from, part);
	return r;
}

/* The folder in which the mount point is. */
static int parent_add(const struct vpb_need_source *from, const char *place)
{
	VPB_CLEANUP(vpb_freep) char *parent = strdup(place);
	char *slash;

	if (!parent)
		return -ENOMEM;
	slash = strrchr(parent, '/');
	while (slash && slash > parent && !slash[1]) {
		*slash = '\0';
		slash = strrchr(parent, '/');
	}
	if (!slash || slash == parent)
		return 0;
	*slash = '\0';
	return vpb_need_source_add_path(from, parent);
}

/* The value of an option, without quotes around it. */
static int value_add(const struct vpb_need_source *from, const char *value, size_t length)
{
	VPB_CLEANUP(vpb_freep) char *copy = NULL;

	if (length >= 2 && *value == '"' && value[length - 1] == '"') {
		value++;
		length -= 2;
	}
	copy = strndup(value, length);
	return copy ? vpb_need_source_add(from, copy) : -ENOMEM;
}

/* Overlayfs: layers with colons between them; a colon in a name has a backslash before it. */
static int layers_add(
	const struct vpb_need_source *from, const char *value, size_t length)
{
	size_t start = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i <= length; i++) {
		if (i < length && (value[i] != ':' || (i && value[i - 1] == '\\')))
			continue;
		r = value_add(from, value + start, i - start);
		start = i + 1;
	}
	return r;
}

/* A device number as the kernel encodes it (include/linux/kdev_t.h, new_decode_dev). */
static int number_add(
	const struct vpb_need_source *from, const char *value, size_t length)
{
	unsigned long number = strtoul(value, NULL, 0);
	char name[64];

	(void)length;
	snprintf(name, sizeof(name), "NUMBER=%lu:%lu", (number & 0xfff00) >> 8,
		(number & 0xff) | ((number >> 12) & 0xfff00));
	return vpb_need_source_add_exact(from, name);
}

static int unit_add(const struct vpb_need_source *from, const char *value, size_t length)
{
	VPB_CLEANUP(vpb_freep) char *copy = strndup(value, length);

	return copy ? vpb_need_source_add_unit(from, copy) : -ENOMEM;
}

/* Options that name more of what it takes: btrfs(5), xfs(5), ext4(5), mount(8), systemd.mount(5). */
static int options_add(const struct vpb_need_source *from, const char *options)
{
	static const struct {
		const char *key;
		int (*add)(const struct vpb_need_source *from, const char *value,
			size_t length);
	} keys[] = {
		{"device", value_add},
		{"logdev", value_add},
		{"rtdev", value_add},
		{"journal_path", value_add},
		{"journal_dev", number_add},
		{"jdev", value_add},
		{"verity.hashdevice", value_add},
		{"lowerdir", layers_add},
		{"lowerdir+", value_add},
		{"datadir+", value_add},
		{"upperdir", value_add},
		{"workdir", value_add},
		{"x-systemd.requires-mounts-for", value_add},
		{"x-systemd.requires", unit_add},
	};
	int r = 0;

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(keys); i++) {
		const char *value = options;
		size_t length;

		for (; r == 0 && (value = vpb_option_find(value, keys[i].key, &length));
			value += length)
			r = keys[i].add(from, value, length);
	}
	return r;
}

int vpb_need_source_add_line(
	const struct vpb_need_source *from, const struct mntent *line)
{
	int r = source_add(from, line);

	if (r == 0 && strcmp(line->mnt_type, "swap") != 0)
		r = parent_add(from, line->mnt_dir);
	return r < 0 ? r : options_add(from, line->mnt_opts);
}

int vpb_needs_add_mount(
	struct vpb_needs *needs, const char *origin, const struct mntent *line)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text user = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	bool is_swap = strcmp(line->mnt_type, "swap") == 0;
	struct vpb_need_source from = {.needs = needs};

	vpb_text_add(&user, "%s ", origin);
	if (is_swap)
		vpb_text_add(&user, "swaps on it");
	else
		vpb_text_add(&user, "mounts it on %s", line->mnt_dir);
	from.need.is_root = !is_swap && strcmp(line->mnt_dir, "/") == 0;
	if (from.need.is_root)
		vpb_text_add(&fix, "give the VM another disk");
	else
		vpb_text_add(&fix, "if the host can do without it, add 'nofail' in %s",
			origin);
	if (vpb_text_error(&user) < 0 || vpb_text_error(&fix) < 0 ||
		vpb_need_add_line_server(
			needs, line, may_lack(line) ? NULL : user.data, fix.data) < 0)
		return -ENOMEM;
	from.need.user = user.data;
	from.need.fix = fix.data;
	/* A network file system may come later: a boot does not wait for remote-fs.target. */
	from.need.is_weak = vpb_option_find(line->mnt_opts, "_netdev", NULL);
	if (may_lack(line)) {
		/* Nothing stands on swap space. */
		if (is_swap)
			return 0;
		from.holder = line->mnt_dir;
	}
	return vpb_need_source_add_line(&from, line);
}

int vpb_needs_parse_fstab(struct vpb_needs *needs, const char *source, const char *text)
{
	return vpb_table_read(needs, source, text, vpb_needs_add_mount);
}
