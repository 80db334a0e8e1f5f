/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What something needed stands on is needed as well, whatever its own line says. */

#include <errno.h>
#include <string.h>

#include "needs_entry.h"

/*
 * A path needs what is mounted on each folder above it: systemd requires these for mount points,
 * for what is mounted from a file or folder, and for swap files (src/core/mount.c,
 * mount_add_mount_dependencies, and src/core/swap.c).
 */
static bool stands_on(const char *name, const char *holder)
{
	size_t length = strlen(holder);

	if (!vpb_name_has_start(name, "PATH="))
		return strcmp(name, holder) == 0;
	name += strlen("PATH=");
	while (length && holder[length - 1] == '/')
		length--;
	return strncmp(name, holder, length) == 0 &&
	       (!name[length] || name[length] == '/');
}

static int spare_use(struct vpb_needs *needs, size_t index, struct vpb_spare *spare)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text user = {};
	const struct vpb_need *by = &needs->items[index];
	struct vpb_need added = spare->need;
	bool is_weak = by->is_weak || spare->need.is_weak;

	if (spare->use >= (is_weak ? VPB_USED_WEAKLY : VPB_USED))
		return 0;
	spare->use = is_weak ? VPB_USED_WEAKLY : VPB_USED;
	vpb_text_add(&user, "%s; that is needed for %s: %s", spare->need.user,
		vpb_name_has_start(by->name, "PATH=") ? by->name + strlen("PATH=")
						      : by->name,
		by->user);
	if (vpb_text_error(&user) < 0)
		return -ENOMEM;
	added.user = user.data;
	added.cure = by->cure;
	added.is_weak = is_weak;
	return vpb_needs_add(needs, &added);
}

/* Those that are added are looked at in their turn; each is used twice at most, so it ends. */
int vpb_needs_close(struct vpb_needs *needs)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < needs->count; i++)
		for (size_t j = 0; r == 0 && j < needs->spare_count; j++)
			if (stands_on(needs->items[i].name, needs->spares[j].holder))
				r = spare_use(needs, i, &needs->spares[j]);
	return r;
}
