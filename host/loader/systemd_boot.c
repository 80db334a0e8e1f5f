/* SPDX-License-Identifier: GPL-2.0-or-later */

/* systemd-boot, and an entry of it that a person wrote. */

#include "systemd_boot.h"

#include <fnmatch.h>

#include "change.h"
#include "signs.h"

const struct vpb_boot_program vpb_systemd_boot = {.name = "systemd-boot",
	.files = (const char *const[]){"boot/loader/loader.conf",
		"efi/loader/loader.conf", "boot/efi/loader/loader.conf", NULL}};

const char *const vpb_systemd_boot_entries[] = {
	"boot/loader/entries", "efi/loader/entries", "boot/efi/loader/entries", NULL};

const char *const vpb_systemd_boot_ukis[] = {
	"boot/EFI/Linux", "efi/EFI/Linux", "boot/efi/EFI/Linux", NULL};

bool vpb_systemd_boot_has_uki(const struct vpb_signs *signs)
{
	return signs->is_stub_alone ||
	       (signs->program == &vpb_systemd_boot &&
		       (signs->has_stub || fnmatch("*.efi", signs->entry, 0) == 0));
}

static bool entry_detect(struct vpb_signs *signs)
{
	return signs->program == &vpb_systemd_boot && !vpb_systemd_boot_has_uki(signs) &&
	       fnmatch("*.conf", signs->entry, 0) == 0;
}

/* Nothing but its author writes such an entry. */
static int entry_want(struct vpb_loader_change *change)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text place = {};

	vpb_text_add(&place,
		"add to the line 'options' of loader/entries/%s on the EFI system "
		"partition, which nothing but its author writes",
		change->booted.entry);
	return vpb_text_error(&place) < 0 ? vpb_text_error(&place)
					  : vpb_loader_advise(change, place.data);
}

const struct vpb_loader vpb_loader_entry = {
	.name = "entry",
	.title = "systemd-boot",
	.program = &vpb_systemd_boot,
	.detect = entry_detect,
	.form = {"", " ", "\n"},
	.want = entry_want,
};
