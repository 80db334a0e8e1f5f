/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_LOADER_H
#define VPB_HOST_MACHINE_LOADER_H

#include <limits.h>

#include "../../helper/sys/root.h"

/*
 * What booted this system, and so where its kernel command line comes from. Of several loaders
 * that are installed only one is asked at a boot: it tells in an EFI variable (the Boot Loader
 * Interface of systemd.io), or by what it adds to the command line.
 */
enum vpb_loader_kind {
	VPB_LOADER_UNKNOWN,
	VPB_LOADER_GRUB, /* with Debian's folder /etc/default/grub.d */
	VPB_LOADER_GRUB_FILE, /* with /etc/default/grub alone */
	VPB_LOADER_GRUBBY, /* GRUB with entries that grubby changes */
	VPB_LOADER_KERNEL_INSTALL, /* entries or UKIs by kernel-install */
	VPB_LOADER_MKINITCPIO, /* UKIs by mkinitcpio's presets */
	VPB_LOADER_PROXMOX, /* proxmox-boot-tool, with systemd-boot */
	VPB_LOADER_KERNELSTUB,
	VPB_LOADER_RPM_OSTREE,
	VPB_LOADER_LIMINE,
	VPB_LOADER_REFIND,
	VPB_LOADER_U_BOOT,
	VPB_LOADER_ENTRY, /* an entry of systemd-boot that a person wrote */
};

struct vpb_loader_found {
	enum vpb_loader_kind kind;
	char how[640]; /* how that is known: a sentence without its full stop */
	/* VPB_LOADER_ENTRY: the file's name, "" where not known. */
	char entry[NAME_MAX + 1];
	/* GRUB's program that writes its menu, and the menu; NULL where they are not there. */
	const char *mkconfig, *menu;
};

/*
 * Facts only. Returns 0, or -errno where a file that decides is there and cannot be read: then
 * *ret_found is not to be used.
 */
int vpb_loader_find_booted(
	const struct vpb_root *root, struct vpb_loader_found *ret_found) VPB_MUST_CHECK;

/* Whether a boot entry of that name is of kernel-install's making, for this system. */
bool vpb_loader_is_of_kernel_install(const struct vpb_root *root, const char *entry);

#endif
