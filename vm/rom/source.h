/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_ROM_SOURCE_H
#define VPB_VM_ROM_SOURCE_H

#include "../../helper/core/device.h"
#include "../../helper/sys/root.h"

/* Where a card's ROM can be had from, and what is there. */

struct vpb_rom_source {
	unsigned char *data; /* the caller's to end, with the rest */
	size_t length;
	char *from; /* the path, for a person */
};

void vpb_rom_source_done(struct vpb_rom_source *source);

/*
 * All return 0, -ENOENT where there is none for this device, or another -errno: -EFBIG for more than
 * VPB_ROM_BYTES_MAX, -ENOMEM.
 */

/*
 * What the firmware gave to the kernel when it started, in /sys/kernel/boot_params/setup_data: the card is not
 * touched for it. The kernel's EFI stub asks for it (drivers/firmware/efi/libstub/x86-stub.c,
 * setup_efi_pci()), and so it is there where a boot goes through that stub: a UKI, systemd-boot, GRUB since 2.12.
 */
int vpb_rom_read_boot(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_rom_source *ret_source) VPB_MUST_CHECK;

/*
 * The table VFCT of the firmware, where it has AMD's cards without a ROM of their own
 * (drivers/gpu/drm/amd/amdgpu/amdgpu_bios.c, amdgpu_acpi_vfct_bios()).
 */
int vpb_rom_read_acpi(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_rom_source *ret_source) VPB_MUST_CHECK;

/*
 * The card's own, by its file `rom` in sysfs. On the running machine the card is woken for that, and
 * may sleep again as soon as it was read; a card that does not wake is given up after seconds:
 * -ETIMEDOUT. -EIO is what the kernel says of one that does not answer. -EUCLEAN for the card that the machine started with: of that
 * one the kernel shows a copy in memory that has run, and has changed itself
 * (arch/x86/pci/fixup.c, pci_fixup_video()).
 */
int vpb_rom_read_card(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_rom_source *ret_source) VPB_MUST_CHECK;

/* One file of a root, or of where the user is; `before` stands between both for a person. */
int vpb_rom_read_path(const struct vpb_root *root, const char *path, const char *before,
	struct vpb_rom_source *ret_source) VPB_MUST_CHECK;

/* A file that the user names, from where he is. */
int vpb_rom_read_file(const char *path, struct vpb_rom_source *ret_source) VPB_MUST_CHECK;

#endif
