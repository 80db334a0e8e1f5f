/* SPDX-License-Identifier: GPL-2.0-or-later */

/* systemd-boot with entries that sdboot-manage generates, as CachyOS has it. */

#include <string.h>

#include "change.h"
#include "signs.h"
#include "systemd_boot.h"

#define CONF "etc/sdboot-manage.conf"

static bool sdboot_manage_is_there(struct vpb_signs *signs)
{
	return vpb_signs_have(signs, CONF);
}

static bool sdboot_manage_detect(struct vpb_signs *signs)
{
	return signs->program == &vpb_systemd_boot && !vpb_systemd_boot_has_uki(signs) &&
	       sdboot_manage_is_there(signs);
}

static const char *const paths[] = {CONF, CONF ".d/*.conf", NULL};
static const char *const variables[] = {"LINUX_OPTIONS", NULL};
static const struct vpb_loader_files files = {paths, variables, false};

static bool sdboot_manage_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	return vpb_loader_variables_say(change, &files, word, ret_path);
}

static int sdboot_manage_want(struct vpb_loader_change *change)
{
	return vpb_loader_want_variable(change, CONF, &files);
}

static int sdboot_manage_refresh(struct vpb_loader_change *change, const char *path)
{
	int r;

	if (strncmp(path, CONF, strlen(CONF)) != 0)
		return 0;
	r = vpb_journal_want_command(change->journal, "sdboot-manage gen");
	return r < 0 ? r : 1;
}

/* The entry of the fallback image has options of its own: a way back. */
const struct vpb_loader vpb_loader_sdboot_manage = {
	.name = "sdboot-manage",
	.summary = "a line for sdboot-manage, as CachyOS has it",
	.title = "systemd-boot with sdboot-manage",
	.program = &vpb_systemd_boot,
	.detect = sdboot_manage_detect,
	.place =
		"put this at the end of /etc/sdboot-manage.conf, then run sdboot-manage gen",
	.undo = "take that line out, then run sdboot-manage gen",
	.takes_comments = true,
	.form = {"LINUX_OPTIONS=\"$LINUX_OPTIONS ", " ", "\"\n"},
	.says = sdboot_manage_says,
	.want = sdboot_manage_want,
	.refresh = sdboot_manage_refresh,
};
