/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_ROM_FLAW_H
#define VPB_VM_ROM_FLAW_H

#include <stddef.h>
#include <stdint.h>

#include "../../helper/base/text.h"

/* What can be wrong with a card's ROM, and what to do about it. All functions here are pure. */

enum {
	VPB_ROM_FLAWS_MAX = 64,
};

enum vpb_rom_flaw_kind {
	/* Nothing in it can be used. */
	VPB_ROM_EMPTY,
	VPB_ROM_BLANK, /* one byte, again and again: `found` */
	VPB_ROM_NO_IMAGE,
	/* A VM's firmware would stop at it, skip it, or hang. */
	VPB_ROM_PCIR_UNALIGNED,
	VPB_ROM_PCIR_OUTSIDE,
	VPB_ROM_LENGTH_ZERO,
	VPB_ROM_CUT, /* `found` bytes are missing */
	VPB_ROM_TOO_MANY,
	VPB_ROM_EFI_UNSIGNED, /* without the signature of an EFI image */
	VPB_ROM_OTHER_VENDOR, /* is for `found`, and should be for `wanted` */
	/* It can be used, and yet something is not as it should be. */
	VPB_ROM_OTHER_DEVICE,
	VPB_ROM_SUM, /* `found`, and should be 0 */
	VPB_ROM_NO_LAST,
	VPB_ROM_NO_EFI,
	VPB_ROM_EFI_MACHINE, /* `found` */
	VPB_ROM_EFI_NO_PROGRAM,
	VPB_ROM_NVIDIA_CUT, /* by the second view alone */
	/* Is left out. */
	VPB_ROM_LEADING, /* `found` bytes */
	VPB_ROM_TRAILING,
	VPB_ROM_FLAW_KINDS,
};

enum vpb_rom_verdict {
	VPB_ROM_GOOD,
	VPB_ROM_DOUBTFUL,
	VPB_ROM_USELESS,
};

struct vpb_rom_flaw {
	enum vpb_rom_flaw_kind kind;
	size_t offset; /* of the image, from the ROM's begin */
	uint32_t found, wanted;
};

/* As they were found; more than there is room for are not kept. */
struct vpb_rom_flaws {
	struct vpb_rom_flaw items[VPB_ROM_FLAWS_MAX];
	size_t count;
	enum vpb_rom_verdict verdict; /* that of the worst */
};

void vpb_rom_flaw_add(struct vpb_rom_flaws *flaws, enum vpb_rom_flaw_kind kind,
	size_t offset, uint32_t found, uint32_t wanted);

/* How bad a flaw is; VPB_ROM_GOOD for what only needs to be said. */
enum vpb_rom_verdict vpb_rom_flaw_weight(enum vpb_rom_flaw_kind kind);

/* Its name: "rom-cut". A constant. */
const char *vpb_rom_flaw_name(enum vpb_rom_flaw_kind kind);

/* A sentence whose subject is the ROM, and what to do, an imperative, or nothing. */
void vpb_rom_flaw_describe(
	const struct vpb_rom_flaw *flaw, struct vpb_text *reason, struct vpb_text *fix);

#endif
