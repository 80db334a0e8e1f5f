/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What is mounted and swapped on. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "needs.h"

static const char other_disk[] = "give the virtual machine another disk";

/* File systems without a device number of their own say which devices they have. */
static int numberless_add(struct vpb_needs *needs, const char *type, char *source,
	const struct vpb_need *need)
{
	struct vpb_need added = *need;
	char name[300], *node;
	int r = 0;

	added.name = name;
	if (strcmp(type, "zfs") == 0) {
		snprintf(name, sizeof(name), "POOL=%.*s", (int)strcspn(source, "/"),
			source);
		return vpb_needs_add(needs, &added);
	}
	if (strcmp(type, "btrfs") == 0 || strcmp(type, "bcachefs") == 0) {
		/* bcachefs: its devices, with colons between them. */
		while (r == 0 && (node = strsep(&source, ":"))) {
			snprintf(name, sizeof(name), "%s", node);
			r = vpb_needs_add(needs, &added);
		}
		return r;
	}
	if (!need->is_root || strcmp(type, "overlay") != 0)
		return 0;
	snprintf(name, sizeof(name), "?");
	return vpb_needs_add(needs, &added);
}

/* 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw   (proc_pid_mountinfo(5)) */
static int mount_add(struct vpb_needs *needs, char *line)
{
	char place[1000], type[100], source[1000], number[64], user[1200], cure[1200];
	struct vpb_need need = {
		.name = number, .user = user, .cure = cure, .is_now = true};
	unsigned int major, minor;
	char *end = strstr(line, " - ");

	if (!end || sscanf(line, "%*u %*u %u:%u %*s %999s", &major, &minor, place) != 3 ||
		sscanf(end, " - %99s %999s", type, source) != 2)
		return 0;
	need.is_root = strcmp(place, "/") == 0 || strcmp(place, "/usr") == 0;
	snprintf(user, sizeof(user), "it is mounted on %s", place);
	snprintf(cure, sizeof(cure), "%s%s", need.is_root ? other_disk : "umount ",
		need.is_root ? "" : place);
	if (!major)
		return numberless_add(needs, type, source, &need);
	snprintf(number, sizeof(number), "NUMBER=%u:%u", major, minor);
	return vpb_needs_add(needs, &need);
}

int vpb_needs_parse_mounts(struct vpb_needs *needs, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n")))
		r = mount_add(needs, line);
	return r;
}

int vpb_needs_parse_swaps(struct vpb_needs *needs, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		char name[1000], type[32], cure[1100];

		/* The first line is a heading; a file's disk is mounted. */
		if (sscanf(line, "%999s %31s", name, type) != 2 ||
			strcmp(type, "partition") != 0)
			continue;
		snprintf(cure, sizeof(cure), "swapoff %s", name);
		r = vpb_needs_add(needs, &(struct vpb_need){.name = name,
						 .user = "the system swaps on it",
						 .cure = cure,
						 .is_now = true});
	}
	return r;
}
