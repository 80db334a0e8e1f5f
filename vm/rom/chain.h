/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_ROM_CHAIN_H
#define VPB_VM_ROM_CHAIN_H

#include <stdbool.h>

#include "flaw.h"

/*
 * A ROM is a chain of images, each with a length and a flag for the last one. There are two ways to follow
 * it. Firmware (SeaBIOS, OVMF) and the kernel's sysfs file take both from the structure "PCIR" (PCI Firmware
 * Specification 3.3, 5.1). NVIDIA's drivers take both from "NPDE" after it, where there is one, and find
 * images of NVIDIA's own after those (open-gpu-kernel-modules, s_locateExpansionRoms() in
 * kernel_gsp_vbios_tu102.c; Linux, drivers/gpu/nova-core/vbios.rs). Each finds faults that the other
 * one steps over. All functions here are pure, and look at no byte beyond the length.
 */

enum {
	VPB_ROM_IMAGES_MAX = 64,
};

enum vpb_rom_view {
	VPB_ROM_BY_FIRMWARE,
	VPB_ROM_BY_NVIDIA,
	VPB_ROM_VIEWS,
};

enum vpb_rom_code {
	VPB_ROM_LEGACY = 0x00,
	VPB_ROM_EFI = 0x03,
};

struct vpb_rom_image {
	size_t offset, length; /* from the ROM's begin, in bytes */
	size_t pcir; /* where its structure is, from there as well */
	uint16_t vendor, device;
	uint8_t code; /* of enum vpb_rom_code, or another */
	bool is_last;
};

struct vpb_rom_chain {
	struct vpb_rom_image images[VPB_ROM_IMAGES_MAX];
	size_t count;
	size_t end; /* of the last image that is all there, from the ROM's begin */
};

struct vpb_rom_bytes {
	const unsigned char *data;
	size_t length;
};

/* 0 beyond the end: no structure begins with that. */
uint16_t vpb_rom_u16(const struct vpb_rom_bytes *bytes, size_t offset);
uint32_t vpb_rom_u32(const struct vpb_rom_bytes *bytes, size_t offset);

/* Where the first image begins; false where there is none. */
bool vpb_rom_find(const struct vpb_rom_bytes *bytes, size_t *ret_begin);

/* Follows the chain from the first byte as far as it can be followed, and adds why it cannot be followed further. */
void vpb_rom_follow(const struct vpb_rom_bytes *bytes, enum vpb_rom_view view,
	struct vpb_rom_chain *chain, struct vpb_rom_flaws *flaws);

/* The image in words: "EFI". A constant. */
const char *vpb_rom_image_kind(const struct vpb_rom_image *image);

#endif
