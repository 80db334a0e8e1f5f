/* SPDX-License-Identifier: GPL-2.0-or-later */

#include "chain.h"

#include <string.h>

enum {
	BLOCK_BYTES = 512, /* the unit of lengths in ROMs */
	/* in the header of an image */
	HEADER_BYTES = 0x1a,
	HEADER_PCIR = 0x18,
	/* in the structure PCIR */
	PCIR_BYTES = 0x18,
	PCIR_VENDOR = 0x04,
	PCIR_DEVICE = 0x06,
	PCIR_LENGTH = 0x0a,
	PCIR_IMAGE_LENGTH = 0x10,
	PCIR_CODE = 0x14,
	PCIR_INDICATOR = 0x15,
	IS_LAST = 0x80,
	/* in NVIDIA's extension of it */
	NPDE_REVISION = 0x04,
	NPDE_LENGTH = 0x06,
	NPDE_IMAGE_LENGTH = 0x08,
	NPDE_INDICATOR = 0x0a,
	/* in what NVIDIA's flash begins with */
	NVGI_VERSION = 0x05,
	NVGI_FIXED_BYTES = 0x06,
	NVGI_TOTAL_BYTES = 0x08,
	DIRECTORY_OFFSET = 4096,
};

uint16_t vpb_rom_u16(const struct vpb_rom_bytes *bytes, size_t offset)
{
	if (offset > bytes->length || bytes->length - offset < 2)
		return 0;
	return (uint16_t)(bytes->data[offset] | bytes->data[offset + 1] << 8);
}

uint32_t vpb_rom_u32(const struct vpb_rom_bytes *bytes, size_t offset)
{
	return vpb_rom_u16(bytes, offset) | (uint32_t)vpb_rom_u16(bytes, offset + 2)
						    << 16;
}

static uint8_t u8(const struct vpb_rom_bytes *bytes, size_t offset)
{
	return offset < bytes->length ? bytes->data[offset] : 0;
}

static bool has_word(const struct vpb_rom_bytes *bytes, size_t offset, const char *word)
{
	return offset < bytes->length && bytes->length - offset >= strlen(word) &&
	       memcmp(bytes->data + offset, word, strlen(word)) == 0;
}

static size_t pcir_of(const struct vpb_rom_bytes *bytes, size_t image)
{
	return image + vpb_rom_u16(bytes, image + HEADER_PCIR);
}

static bool is_image(const struct vpb_rom_bytes *bytes, size_t offset)
{
	size_t pcir = pcir_of(bytes, offset);

	return has_word(bytes, offset, "\x55\xaa") && pcir > offset &&
	       has_word(bytes, pcir, "PCIR") && bytes->length - pcir >= PCIR_BYTES;
}

/* NVIDIA's own kinds of images, which firmware does not know. */
static bool is_nvidia_image(const struct vpb_rom_bytes *bytes, size_t offset)
{
	size_t pcir = pcir_of(bytes, offset);

	return (has_word(bytes, offset, "\x55\xaa") ||
		       has_word(bytes, offset, "\x77\xbb") ||
		       has_word(bytes, offset, "VN")) &&
	       pcir > offset &&
	       (has_word(bytes, pcir, "PCIR") || has_word(bytes, pcir, "NPDS") ||
		       has_word(bytes, pcir, "RGIS")) &&
	       bytes->length - pcir >= PCIR_BYTES;
}

/* Where what is read from the flash itself says that the ROM begins; 0 where it does not. */
static size_t nvgi_find(const struct vpb_rom_bytes *bytes)
{
	uint32_t status;

	if (!has_word(bytes, 0, "NVGI"))
		return 0;
	switch (u8(bytes, NVGI_VERSION)) {
	case 1:
	case 2:
		return vpb_rom_u32(bytes,
			(size_t)(vpb_rom_u16(bytes, NVGI_FIXED_BYTES) & 0x7fff) + 4);
	case 3:
		status = vpb_rom_u32(
			bytes, vpb_rom_u32(bytes, NVGI_TOTAL_BYTES) & 0xfffff);
		if (has_word(bytes, (size_t)status + DIRECTORY_OFFSET, "RFRD"))
			return vpb_rom_u32(bytes, (size_t)status + DIRECTORY_OFFSET + 8);
		return 0;
	default:
		return 0;
	}
}

bool vpb_rom_find(const struct vpb_rom_bytes *bytes, size_t *ret_begin)
{
	size_t begin = is_image(bytes, 0) ? 0 : nvgi_find(bytes);

	if (!is_image(bytes, begin))
		for (begin = 0; begin < bytes->length && !is_image(bytes, begin);)
			begin++;
	if (begin >= bytes->length)
		return false;
	*ret_begin = begin;
	return true;
}

/* NVIDIA's word on the length and on the last one, where the image has it. */
static void extension_read(const struct vpb_rom_bytes *bytes, struct vpb_rom_image *image)
{
	size_t npde = (image->pcir + vpb_rom_u16(bytes, image->pcir + PCIR_LENGTH) + 15) &
		      ~(size_t)15;
	size_t length =
		(size_t)vpb_rom_u16(bytes, npde + NPDE_IMAGE_LENGTH) * BLOCK_BYTES;
	uint16_t revision = vpb_rom_u16(bytes, npde + NPDE_REVISION);

	if (!has_word(bytes, npde, "NPDE") || (revision != 0x100 && revision != 0x101))
		return;
	if (vpb_rom_u16(bytes, npde + NPDE_LENGTH) > NPDE_INDICATOR)
		image->is_last = u8(bytes, npde + NPDE_INDICATOR) & IS_LAST;
	else if (length < image->length)
		image->is_last = false;
	image->length = length;
}

static struct vpb_rom_image image_read(
	const struct vpb_rom_bytes *bytes, enum vpb_rom_view view, size_t offset)
{
	size_t pcir = pcir_of(bytes, offset);
	struct vpb_rom_image image = {
		.offset = offset,
		.length = (size_t)vpb_rom_u16(bytes, pcir + PCIR_IMAGE_LENGTH) *
			  BLOCK_BYTES,
		.pcir = pcir,
		.vendor = vpb_rom_u16(bytes, pcir + PCIR_VENDOR),
		.device = vpb_rom_u16(bytes, pcir + PCIR_DEVICE),
		.code = u8(bytes, pcir + PCIR_CODE),
		.is_last = u8(bytes, pcir + PCIR_INDICATOR) & IS_LAST,
	};

	if (view == VPB_ROM_BY_NVIDIA)
		extension_read(bytes, &image);
	return image;
}

/* Adds what is wrong with the image's place in the chain. Returns whether there is a next one. */
static bool image_judge(const struct vpb_rom_bytes *bytes, enum vpb_rom_view view,
	const struct vpb_rom_image *image, struct vpb_rom_chain *chain,
	struct vpb_rom_flaws *flaws)
{
	bool is_firmware = view == VPB_ROM_BY_FIRMWARE;
	size_t there = bytes->length - image->offset;

	if (is_firmware && ((image->pcir - image->offset) & 3))
		vpb_rom_flaw_add(flaws, VPB_ROM_PCIR_UNALIGNED, image->offset, 0, 0);
	if (!image->length) {
		if (is_firmware)
			vpb_rom_flaw_add(flaws, VPB_ROM_LENGTH_ZERO, image->offset, 0, 0);
		return false;
	}
	if (image->length > there) {
		/* What firmware misses as well is said already. */
		if (is_firmware || flaws->verdict != VPB_ROM_USELESS)
			vpb_rom_flaw_add(flaws,
				is_firmware ? VPB_ROM_CUT : VPB_ROM_NVIDIA_CUT,
				image->offset, (uint32_t)(image->length - there), 0);
		return false;
	}
	/* What is kept of the ROM would be without it. */
	if (image->pcir - image->offset + PCIR_BYTES > image->length) {
		if (is_firmware)
			vpb_rom_flaw_add(
				flaws, VPB_ROM_PCIR_OUTSIDE, image->offset, 0, 0);
		return false;
	}
	chain->end = image->offset + image->length;
	return !image->is_last;
}

void vpb_rom_follow(const struct vpb_rom_bytes *bytes, enum vpb_rom_view view,
	struct vpb_rom_chain *chain, struct vpb_rom_flaws *flaws)
{
	size_t offset = 0;
	bool has_next = true;

	while (has_next &&
		(view == VPB_ROM_BY_FIRMWARE ? is_image(bytes, offset)
					     : is_nvidia_image(bytes, offset))) {
		struct vpb_rom_image *image = &chain->images[chain->count];

		if (chain->count == VPB_ROM_IMAGES_MAX) {
			vpb_rom_flaw_add(flaws, VPB_ROM_TOO_MANY, offset, 0, 0);
			return;
		}
		*image = image_read(bytes, view, offset);
		chain->count++;
		has_next = image_judge(bytes, view, image, chain, flaws);
		offset = chain->end;
	}
	/* What is read through the kernel ends where firmware's chain ends, and is all right. */
	if (has_next && view == VPB_ROM_BY_FIRMWARE)
		vpb_rom_flaw_add(flaws, VPB_ROM_NO_LAST, offset, 0, 0);
}

const char *vpb_rom_image_kind(const struct vpb_rom_image *image)
{
	switch (image->code) {
	case VPB_ROM_LEGACY:
		return "legacy (x86)";
	case 0x01:
		return "Open Firmware";
	case VPB_ROM_EFI:
		return "EFI";
	case 0x70:
	case 0xe0:
		return "NVIDIA's own";
	default:
		return "of an unknown kind";
	}
}
