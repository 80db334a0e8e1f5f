/* SPDX-License-Identifier: GPL-2.0-or-later */

/* openSUSE's sdbootutil, for systemd-boot and for GRUB that reads boot entries (grub2-bls). */

#include <string.h>

#include "change.h"
#include "grub.h"
#include "kernel_install.h"
#include "read_only.h"
#include "signs.h"
#include "systemd_boot.h"
#include "text.h"

#define PROGRAM "usr/bin/sdbootutil"
#define SYSCONFIG "etc/sysconfig/bootloader"

/* The system says so; else GRUB with a menu of its own, that of grub-mkconfig, has no entries. */
static bool grub_reads_entries(struct vpb_signs *signs)
{
	if (vpb_signs_file_says(signs, SYSCONFIG, "LOADER_TYPE="))
		return vpb_signs_file_says(signs, SYSCONFIG, "grub2-bls") ||
		       vpb_signs_file_says(signs, SYSCONFIG, "systemd-boot");
	return vpb_kernel_install_has_entries(signs->root) ||
	       !vpb_signs_first(signs, vpb_grub_program.files);
}

static bool sdbootutil_detect(struct vpb_signs *signs)
{
	if (!vpb_signs_have(signs, PROGRAM))
		return false;
	if (signs->program == &vpb_systemd_boot)
		return true;
	if (signs->program != &vpb_grub_program && (signs->program || *signs->info))
		return false;
	if (!grub_reads_entries(signs))
		return false;
	signs->sign = signs->program ? NULL : PROGRAM;
	return true;
}

static bool sdbootutil_owns(struct vpb_signs *signs)
{
	return vpb_signs_have(signs, PROGRAM);
}

/* It gives these entries new images; in a read-only system that needs a snapshot of its own. */
static bool sdbootutil_add_rebuild(
	const struct vpb_root *root, const char *release, struct vpb_text *text)
{
	(void)release;
	if (vpb_read_only_is(root)) {
		vpb_text_add(text, VPB_READ_ONLY_REBUILD);
		return false;
	}
	vpb_text_add(text, "sdbootutil mkinitrd");
	return true;
}

static int sdbootutil_refresh(struct vpb_loader_change *change, const char *path)
{
	int r;

	if (strncmp(path, "etc/kernel/", 11) != 0)
		return 0;
	r = vpb_root_look(change->root, PROGRAM);
	if (r <= 0)
		return r;
	r = vpb_journal_want_command(change->journal, "sdbootutil update-all-entries");
	return r < 0 ? r : 1;
}

const struct vpb_loader vpb_loader_sdbootutil = {
	.name = "sdbootutil",
	.summary = "/etc/kernel/cmdline, for sdbootutil, as openSUSE has it",
	.title = "systemd-boot or GRUB with sdbootutil",
	.detect = sdbootutil_detect,
	.owns = sdbootutil_owns,
	.add_rebuild = sdbootutil_add_rebuild,
	.place =
		"put this into /etc/kernel/cmdline, then run sdbootutil update-all-entries",
	.undo = "take the words out of that file, then run sdbootutil update-all-entries",
	.form = {"", " ", "\n"},
	.add_text = vpb_loader_text_whole,
	.says = vpb_loader_kernel_cmdline_says,
	.want = vpb_loader_want_kernel_cmdline,
	.word_files = (const char *const[]){VPB_KERNEL_CMDLINE, NULL},
	.refresh = sdbootutil_refresh,
};
