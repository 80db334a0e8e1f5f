/* SPDX-License-Identifier: GPL-2.0-or-later */

/* systemd-boot with entries that proxmox-boot-tool writes. */

#include <string.h>

#include "change.h"
#include "signs.h"
#include "systemd_boot.h"
#include "text.h"

#define UUIDS "etc/kernel/proxmox-boot-uuids"

static bool proxmox_detect(struct vpb_signs *signs)
{
	return signs->program == &vpb_systemd_boot && vpb_signs_have(signs, UUIDS);
}

/* The command line is the first line, and nothing after it. */
static bool proxmox_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	if (vpb_loader_file_says(change, VPB_KERNEL_CMDLINE, 1, word, ret_path))
		return true;
	(void)vpb_loader_kernel_cmdline_says(change, word, ret_path);
	return false;
}

static int proxmox_refresh(struct vpb_loader_change *change, const char *path)
{
	int r;

	if (strncmp(path, "etc/kernel/", 11) != 0)
		return 0;
	r = vpb_root_look(change->root, UUIDS);
	if (r <= 0)
		return r;
	r = vpb_journal_want_command(change->journal, "proxmox-boot-tool refresh");
	return r < 0 ? r : 1;
}

const struct vpb_loader vpb_loader_proxmox = {
	.name = "proxmox",
	.summary = "/etc/kernel/cmdline, for proxmox-boot-tool",
	.title = "systemd-boot with proxmox-boot-tool",
	.program = &vpb_systemd_boot,
	.detect = proxmox_detect,
	.place = "put this into /etc/kernel/cmdline, then run proxmox-boot-tool refresh",
	.undo = "take the words out of that file, then run proxmox-boot-tool refresh",
	.form = {"", " ", "\n"},
	.add_text = vpb_loader_text_whole,
	.says = proxmox_says,
	.want = vpb_loader_want_kernel_cmdline,
	.word_files = (const char *const[]){VPB_KERNEL_CMDLINE, NULL},
	.refresh = proxmox_refresh,
};
