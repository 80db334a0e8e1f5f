/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The table of file systems and swap space: fstab(5). */

#include <errno.h>
#include <string.h>

#include "needs_entry.h"

/*
 * Whether a boot goes on without it, as systemd's fstab-generator.c (add_mount) has it: one that
 * others call for is mounted whatever `noauto` says, and with x-systemd.required-by= whatever
 * `nofail` says, too. That holds for an automount as well: who touches its folder waits for it.
 */
static bool may_lack(const struct mntent *entry)
{
	const char *options = entry->mnt_opts;

	/* The initramfs mounts these two whatever the words say. */
	if (strcmp(entry->mnt_dir, "/") == 0 || strcmp(entry->mnt_dir, "/usr") == 0)
		return false;
	if (vpb_options_say(options, "nofail", "fail"))
		return !vpb_option_find(options, "x-systemd.required-by=");
	return vpb_options_say(options, "noauto", "auto") &&
	       !vpb_option_find(options, "x-systemd.automount") &&
	       !vpb_option_find(options, "comment=systemd.automount") &&
	       !vpb_option_find(options, "x-systemd.required-by=") &&
	       !vpb_option_find(options, "x-systemd.wanted-by=");
}

/* What is mounted or swapped on. */
static int source_add(const struct vpb_entry *entry, const struct mntent *line)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(line->mnt_fsname);
	char *rest = copy, *part;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	if (strcmp(line->mnt_type, "zfs") == 0)
		return vpb_entry_add_pool(entry, line->mnt_fsname);
	if (strcmp(line->mnt_type, "bcachefs") != 0)
		return vpb_entry_add(entry, line->mnt_fsname);
	/* All its devices, with colons between them. */
	while (r == 0 && (part = strsep(&rest, ":")))
		r = vpb_entry_add(entry, part);
	return r;
}

/* The folder in which the mount point is. */
static int parent_add(const struct vpb_entry *entry, const char *place)
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
	return vpb_entry_add(entry, parent);
}

int vpb_needs_add_mount(
	struct vpb_needs *needs, const char *origin, const struct mntent *line)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text user = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text cure = {};
	bool is_swap = strcmp(line->mnt_type, "swap") == 0;
	struct vpb_entry entry = {.needs = needs};
	int r;

	vpb_text_add(&user, "%s ", origin);
	if (is_swap)
		vpb_text_add(&user, "swaps on it");
	else
		vpb_text_add(&user, "mounts it on %s", line->mnt_dir);
	entry.need.is_root = !is_swap && strcmp(line->mnt_dir, "/") == 0;
	if (entry.need.is_root)
		vpb_text_add(&cure, "give the virtual machine another disk");
	else
		vpb_text_add(&cure, "if the host can do without it, add 'nofail' in %s",
			origin);
	if (vpb_text_error(&user) < 0 || vpb_text_error(&cure) < 0)
		return -ENOMEM;
	entry.need.user = user.data;
	entry.need.cure = cure.data;
	/* One of the network may come later; remote-fs.target stops no boot. */
	entry.need.is_weak = vpb_option_find(line->mnt_opts, "_netdev");
	if (may_lack(line)) {
		/* Nothing stands on swap space. */
		if (is_swap)
			return 0;
		entry.holder = line->mnt_dir;
	}
	r = source_add(&entry, line);
	return r < 0 || is_swap ? r : parent_add(&entry, line->mnt_dir);
}

int vpb_needs_parse_fstab(struct vpb_needs *needs, const char *source, const char *text)
{
	return vpb_table_read(needs, source, text, vpb_needs_add_mount);
}
