/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The table of encrypted volumes: crypttab(5). */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "need_source.h"
#include "read.h"

static bool is_passdev(const char *options)
{
	static const char script[] = "passdev";
	size_t length;
	const char *value = vpb_option_find(options, "keyscript", &length);

	if (!value || length < strlen(script))
		return false;
	value += length - strlen(script);
	return strncmp(value, script, strlen(script)) == 0 &&
	       (length == strlen(script) || value[-1] == '/');
}

/*
 * Debian's passdev takes DEVICE:PATH[:SECONDS], cut at the colons, and the path need not begin
 * with a slash. systemd knows no such script, and its own forms have one.
 */
static int key_add(
	const struct vpb_need_source *from, const char *key, const char *options)
{
	const char *header = vpb_option_find(options, "header", NULL);
	bool is_cut = is_passdev(options) && !strstr(key, ":/");
	VPB_CLEANUP(vpb_freep)
	char *plain = strndup(key, is_cut ? strcspn(key, ":") : strlen(key));
	int r = plain ? vpb_need_source_add_key(from, plain) : -ENOMEM;

	return r == 0 && header ? vpb_need_source_add_key(from, header) : r;
}

/* The fields are name, device, key and options, in the places of fstab's first four. */
static int volume_add(
	struct vpb_needs *needs, const char *origin, const struct mntent *line)
{
	char node[PATH_MAX], user[PATH_MAX], fix[PATH_MAX];
	struct vpb_need_source from = {
		.needs = needs, .holder = node, .need = {.user = user, .fix = fix}};
	int r;

	snprintf(node, sizeof(node), "/dev/mapper/%s", line->mnt_fsname);
	/* May be missing as such; but who mounts the volume's node waits for all of it. */
	if (!vpb_options_say(line->mnt_opts, "nofail", "fail") &&
		!vpb_options_say(line->mnt_opts, "noauto", "auto"))
		from.holder = NULL;
	snprintf(user, sizeof(user), "%s unlocks it as %s", origin, line->mnt_fsname);
	snprintf(fix, sizeof(fix), "if the host can do without it, add 'nofail' in %s",
		origin);
	r = vpb_need_source_add_node(&from, node, line->mnt_dir);
	if (r == 0)
		r = vpb_need_source_add(&from, line->mnt_dir);
	snprintf(user, sizeof(user), "%s has the key or header of %s on it", origin,
		line->mnt_fsname);
	return r < 0 ? r : key_add(&from, line->mnt_type, line->mnt_opts);
}

int vpb_needs_parse_crypttab(
	struct vpb_needs *needs, const char *source, const char *text)
{
	return vpb_table_read(needs, source, text, volume_add);
}
