/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loader.h"

#include <string.h>

/* The first row that says it booted is taken, of those that share a boot program. */
const struct vpb_loader *const vpb_loaders[] = {
	&vpb_loader_plain,
	&vpb_loader_nixos,
	&vpb_loader_rpm_ostree,
	&vpb_loader_bootc,
	&vpb_loader_zfsbootmenu,
	&vpb_loader_sdbootutil,
	&vpb_loader_transactional,
	&vpb_loader_grubby,
	&vpb_loader_grub,
	&vpb_loader_grub_file,
	&vpb_loader_kernelstub,
	&vpb_loader_proxmox,
	&vpb_loader_sdboot_manage,
	&vpb_loader_mkinitcpio,
	&vpb_loader_kernel_install,
	&vpb_loader_entry,
	&vpb_loader_limine,
	&vpb_loader_refind,
	&vpb_loader_u_boot,
	NULL,
};

const struct vpb_loader *vpb_loader_find(const char *name)
{
	for (size_t i = 0; vpb_loaders[i]; i++)
		if (vpb_loaders[i]->summary && strcmp(vpb_loaders[i]->name, name) == 0)
			return vpb_loaders[i];
	return NULL;
}
