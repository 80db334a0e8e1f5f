/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rom_maker.h"

#include <string.h>

void rom_put(unsigned char *at, size_t bytes, uint32_t number)
{
	for (size_t i = 0; i < bytes; i++)
		at[i] = (unsigned char)(number >> 8 * i);
}

void rom_add_bytes(struct rom_maker *maker, unsigned char byte, size_t count)
{
	memset(maker->data + maker->length, byte, count);
	maker->length += count;
}

static void pcir_put(unsigned char *image, const struct rom_part *part)
{
	size_t at = part->pcir ? part->pcir : 0x40;
	unsigned char *pcir = image + at, *npde;
	int blocks = part->says_blocks ? part->says_blocks : part->blocks;

	rom_put(image + 0x18, 2, (uint32_t)at);
	memcpy(pcir, "PCIR", 4);
	rom_put(pcir + 4, 2, part->vendor ? part->vendor : ROM_VENDOR);
	rom_put(pcir + 6, 2, part->device ? part->device : ROM_DEVICE);
	rom_put(pcir + 0x0a, 2, 0x1c);
	pcir[0x0c] = part->also ? 3 : 0;
	rom_put(pcir + 0x10, 2, blocks < 0 ? 0 : (uint32_t)blocks);
	pcir[0x14] = part->code;
	pcir[0x15] = part->is_last ? 0x80 : 0;
	if (part->also) {
		rom_put(pcir + 8, 2, 0x40);
		rom_put(pcir + 0x40, 2, 0x1111);
		rom_put(pcir + 0x42, 2, part->also);
	}
	if (!part->npde_blocks)
		return;
	npde = image + ((at + 0x1c + 15) & ~(size_t)15);
	memcpy(npde, "NPDE", 4);
	rom_put(npde + 4, 2, 0x101);
	rom_put(npde + 6, 2, 0x14);
	rom_put(npde + 8, 2, part->npde_blocks);
	npde[10] = part->npde_is_last ? 0x80 : 0;
}

static void efi_put(unsigned char *image, const struct rom_part *part)
{
	rom_put(image + 4, 4, part->is_unsigned ? 0 : 0x0ef1);
	rom_put(image + 8, 2, 0x0b);
	rom_put(image + 0x0a, 2, part->machine ? part->machine : 0x8664);
	rom_put(image + 0x16, 2, 0x100);
	memcpy(image + 0x100, part->has_no_program ? "no" : "MZ", 2);
}

void rom_add(struct rom_maker *maker, const struct rom_part *part)
{
	unsigned char *image = maker->data + maker->length, sum = 0;
	size_t length = (size_t)part->blocks * 512;

	rom_add_bytes(maker, 0, length);
	rom_put(image, 2, 0xaa55);
	image[2] = (unsigned char)part->blocks;
	pcir_put(image, part);
	if (part->code == VPB_ROM_EFI)
		efi_put(image, part);
	for (size_t i = 0; i < length; i++)
		sum += image[i];
	image[length - 1] = (unsigned char)(part->has_bad_sum - sum);
}

void rom_add_good(struct rom_maker *maker)
{
	rom_add(maker, &(struct rom_part){.code = VPB_ROM_LEGACY, .blocks = 4});
	rom_add(maker,
		&(struct rom_part){.code = VPB_ROM_EFI, .blocks = 6, .is_last = true});
}
