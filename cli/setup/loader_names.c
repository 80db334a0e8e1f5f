/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loader.h"

static const struct vpb_setup_loader loaders[] = {
	[VPB_LOADER_UNKNOWN] = {NULL, NULL},
	[VPB_LOADER_GRUB] = {"GRUB", "grub"},
	[VPB_LOADER_GRUB_FILE] = {"GRUB", "grub"},
	[VPB_LOADER_GRUBBY] = {"GRUB with grubby", "grubby"},
	[VPB_LOADER_KERNEL_INSTALL] = {"systemd-boot with kernel-install",
		"kernel-install"},
	[VPB_LOADER_MKINITCPIO] = {"a UKI of mkinitcpio's", "mkinitcpio"},
	[VPB_LOADER_PROXMOX] = {"systemd-boot with proxmox-boot-tool", "proxmox"},
	[VPB_LOADER_KERNELSTUB] = {"systemd-boot with kernelstub", "kernelstub"},
	[VPB_LOADER_RPM_OSTREE] = {"rpm-ostree's", "rpm-ostree"},
	[VPB_LOADER_LIMINE] = {"Limine", "limine"},
	[VPB_LOADER_REFIND] = {"rEFInd", "refind"},
	[VPB_LOADER_U_BOOT] = {"u-boot", "u-boot"},
	[VPB_LOADER_ENTRY] = {"systemd-boot", "plain"},
};

const struct vpb_setup_loader *vpb_setup_loader_of(const struct vpb_setup *setup)
{
	return &loaders[setup->loader.kind];
}
