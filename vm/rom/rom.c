/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rom.h"

enum {
	BLOCK_BYTES = 512,
	LEGACY_BLOCKS = 0x02, /* in the header: what the sum is of */
	PCIR_DEVICES = 0x08,
	PCIR_REVISION = 0x0c,
	/* in the header of an EFI image */
	EFI_SIGNATURE = 0x04,
	EFI_IS_SIGNED = 0x0ef1,
	EFI_MACHINE = 0x0a,
	EFI_COMPRESSION = 0x0c,
	EFI_PROGRAM = 0x16,
	MACHINE_X86_64 = 0x8664,
};

/* From revision 3 on, an image may name other devices that it is for as well. */
static bool list_has(const struct vpb_rom_bytes *bytes, const struct vpb_rom_image *image,
	uint16_t device)
{
	size_t at = image->pcir + vpb_rom_u16(bytes, image->pcir + PCIR_DEVICES);

	if (at == image->pcir || bytes->data[image->pcir + PCIR_REVISION] < 3)
		return false;
	for (; vpb_rom_u16(bytes, at); at += 2)
		if (vpb_rom_u16(bytes, at) == device)
			return true;
	return false;
}

static void ids_judge(const struct vpb_rom_bytes *bytes,
	const struct vpb_rom_image *image, uint16_t vendor, uint16_t device,
	struct vpb_rom *rom)
{
	uint32_t found = (uint32_t)image->vendor << 16 | image->device;
	uint32_t wanted = (uint32_t)vendor << 16 | device;

	if (image->vendor != vendor)
		vpb_rom_flaw_add(
			&rom->flaws, VPB_ROM_OTHER_VENDOR, image->offset, found, wanted);
	else if (image->device != device && !list_has(bytes, image, device))
		vpb_rom_flaw_add(
			&rom->flaws, VPB_ROM_OTHER_DEVICE, image->offset, found, wanted);
}

static void sum_judge(const struct vpb_rom_bytes *bytes,
	const struct vpb_rom_image *image, struct vpb_rom *rom)
{
	size_t length = (size_t)bytes->data[image->offset + LEGACY_BLOCKS] * BLOCK_BYTES;
	uint8_t sum = 0;

	for (size_t i = 0; i < length && image->offset + i < bytes->length; i++)
		sum += bytes->data[image->offset + i];
	if (sum)
		vpb_rom_flaw_add(&rom->flaws, VPB_ROM_SUM, image->offset, sum, 0);
}

static void efi_judge(const struct vpb_rom_bytes *bytes,
	const struct vpb_rom_image *image, struct vpb_rom *rom)
{
	size_t at = image->offset;
	uint16_t machine = vpb_rom_u16(bytes, at + EFI_MACHINE);
	uint16_t program = vpb_rom_u16(bytes, at + EFI_PROGRAM);

	if (vpb_rom_u32(bytes, at + EFI_SIGNATURE) != EFI_IS_SIGNED)
		vpb_rom_flaw_add(&rom->flaws, VPB_ROM_EFI_UNSIGNED, at, 0, 0);
	else if (machine != MACHINE_X86_64)
		vpb_rom_flaw_add(&rom->flaws, VPB_ROM_EFI_MACHINE, at, machine, 0);
	else if (!vpb_rom_u16(bytes, at + EFI_COMPRESSION) &&
		 (program >= image->length || vpb_rom_u16(bytes, at + program) != 0x5a4d))
		vpb_rom_flaw_add(&rom->flaws, VPB_ROM_EFI_NO_PROGRAM, at, 0, 0);
}

/* What firmware would run: NVIDIA's own images are none of its business. */
static void images_judge(const struct vpb_rom_bytes *bytes, uint16_t vendor,
	uint16_t device, struct vpb_rom *rom)
{
	const struct vpb_rom_chain *chain = &rom->chains[VPB_ROM_BY_FIRMWARE];
	bool has_efi = false;

	for (size_t i = 0; i < chain->count; i++) {
		const struct vpb_rom_image *image = &chain->images[i];

		ids_judge(bytes, image, vendor, device, rom);
		if (image->code == VPB_ROM_LEGACY)
			sum_judge(bytes, image, rom);
		if (image->code == VPB_ROM_EFI && image->length)
			efi_judge(bytes, image, rom);
		has_efi |= image->code == VPB_ROM_EFI;
	}
	if (!has_efi)
		vpb_rom_flaw_add(&rom->flaws, VPB_ROM_NO_EFI, 0, 0, 0);
}

static bool is_blank(const struct vpb_rom_bytes *bytes)
{
	for (size_t i = 1; i < bytes->length; i++)
		if (bytes->data[i] != bytes->data[0])
			return false;
	return true;
}

static void ends_judge(const struct vpb_rom_bytes *bytes, struct vpb_rom *rom)
{
	size_t end = rom->chains[VPB_ROM_BY_FIRMWARE].end;

	if (end < rom->chains[VPB_ROM_BY_NVIDIA].end)
		end = rom->chains[VPB_ROM_BY_NVIDIA].end;
	rom->end = rom->begin + end;
	if (rom->begin)
		vpb_rom_flaw_add(
			&rom->flaws, VPB_ROM_LEADING, 0, (uint32_t)rom->begin, 0);
	if (end < bytes->length && rom->flaws.verdict != VPB_ROM_USELESS)
		vpb_rom_flaw_add(&rom->flaws, VPB_ROM_TRAILING, end,
			(uint32_t)(bytes->length - end), 0);
}

void vpb_rom_look(const unsigned char *data, size_t length, uint16_t vendor,
	uint16_t device, struct vpb_rom *ret_rom)
{
	struct vpb_rom_bytes bytes = {data, length};

	*ret_rom = (struct vpb_rom){};
	if (!length) {
		vpb_rom_flaw_add(&ret_rom->flaws, VPB_ROM_EMPTY, 0, 0, 0);
	} else if (is_blank(&bytes)) {
		vpb_rom_flaw_add(&ret_rom->flaws, VPB_ROM_BLANK, 0, data[0], 0);
	} else if (!vpb_rom_find(&bytes, &ret_rom->begin)) {
		vpb_rom_flaw_add(&ret_rom->flaws, VPB_ROM_NO_IMAGE, 0, 0, 0);
	} else {
		bytes.data += ret_rom->begin;
		bytes.length -= ret_rom->begin;
		vpb_rom_follow(&bytes, VPB_ROM_BY_FIRMWARE,
			&ret_rom->chains[VPB_ROM_BY_FIRMWARE], &ret_rom->flaws);
		vpb_rom_follow(&bytes, VPB_ROM_BY_NVIDIA,
			&ret_rom->chains[VPB_ROM_BY_NVIDIA], &ret_rom->flaws);
		images_judge(&bytes, vendor, device, ret_rom);
		ends_judge(&bytes, ret_rom);
	}
}
