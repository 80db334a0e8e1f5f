/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What a need depends on is needed as well, whatever its own line says. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "need_source.h"

enum {
	LINKS_MAX = 40, /* as the kernel follows (path_resolution(7)) */
};

static void last_part_cut(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

/*
 * Part by part, so that a link to something that is not there yet is followed, too. False where the
 * path is too long or has a loop; `path` is then unchanged.
 */
static bool path_chase(const struct vpb_root *root, char path[PATH_MAX])
{
	char done[PATH_MAX] = "", rest[PATH_MAX], target[PATH_MAX], more[2 * PATH_MAX];
	char *next = rest, *part;
	unsigned int links = 0;

	snprintf(rest, sizeof(rest), "%s", path);
	while ((part = strsep(&next, "/"))) {
		size_t length = strlen(done);

		if (strcmp(part, "..") == 0)
			last_part_cut(done);
		if (!*part || strcmp(part, ".") == 0 || strcmp(part, "..") == 0)
			continue;
		if (length + strlen(part) + 2 > sizeof(done))
			return false;
		sprintf(done + length, "/%s", part);
		if (vpb_root_read_target(root, done + 1, target) < 0)
			continue;
		snprintf(more, sizeof(more), "%s/%s", target, next ? next : "");
		if (++links > LINKS_MAX || strlen(more) >= sizeof(rest))
			return false;
		if (*target == '/')
			*done = '\0';
		else
			last_part_cut(done);
		next = strcpy(rest, more);
	}
	strcpy(path, *done ? done : "/");
	return true;
}

/* The name or holder, where it is a path after `start`. */
static int text_chase(const struct vpb_root *root, const char *start, char **text)
{
	char path[PATH_MAX], *chased;

	if (!vpb_word_has_start(*text, start) || vpb_word_has_start(*text, "/dev/") ||
		strlen(*text + strlen(start)) >= sizeof(path))
		return 0;
	strcpy(path, *text + strlen(start));
	if (!path_chase(root, path))
		return 0;
	if (asprintf(&chased, "%s%s", start, path) < 0)
		return -ENOMEM;
	free(*text);
	*text = chased;
	return 0;
}

int vpb_needs_chase(const struct vpb_root *root, struct vpb_needs *needs)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < needs->count; i++)
		r = text_chase(root, "PATH=", &needs->items[i].name);
	for (size_t i = 0; r == 0 && i < needs->optional_count; i++) {
		r = text_chase(root, "", &needs->optionals[i].holder);
		if (r == 0)
			r = text_chase(root, "PATH=", &needs->optionals[i].need.name);
	}
	return r;
}

/*
 * A path needs what is mounted on each folder above it: systemd requires these for mount points,
 * for what is mounted from a file or folder, and for swap files (src/core/mount.c,
 * mount_add_mount_dependencies, and src/core/swap.c).
 */
static bool stands_on(const char *name, const char *holder)
{
	size_t length = strlen(holder);

	if (!vpb_word_has_start(name, "PATH="))
		return strcmp(name, holder) == 0;
	name += strlen("PATH=");
	while (length && holder[length - 1] == '/')
		length--;
	return strncmp(name, holder, length) == 0 &&
	       (!name[length] || name[length] == '/');
}

static int optional_use(
	struct vpb_needs *needs, size_t index, struct vpb_optional *optional)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text user = {};
	const struct vpb_need *by = &needs->items[index];
	struct vpb_need added = optional->need;
	bool is_weak = by->is_weak || optional->need.is_weak;

	if (optional->use >= (is_weak ? VPB_USED_WEAKLY : VPB_USED))
		return 0;
	optional->use = is_weak ? VPB_USED_WEAKLY : VPB_USED;
	vpb_text_add(&user, "%s; that is needed for %s: %s", optional->need.user,
		vpb_word_has_start(by->name, "PATH=") ? by->name + strlen("PATH=")
						      : by->name,
		by->user);
	if (vpb_text_error(&user) < 0)
		return -ENOMEM;
	added.user = user.data;
	added.fix = by->fix;
	added.is_weak = is_weak;
	return vpb_needs_add(needs, &added);
}

/* Those that are added are looked at in their turn; each is used twice at most, so it ends. */
int vpb_needs_close(struct vpb_needs *needs)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < needs->count; i++)
		for (size_t j = 0; r == 0 && j < needs->optional_count; j++)
			if (stands_on(needs->items[i].name, needs->optionals[j].holder))
				r = optional_use(needs, i, &needs->optionals[j]);
	return r;
}
