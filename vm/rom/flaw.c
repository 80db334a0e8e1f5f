/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "flaw.h"

struct row {
	const char *name;
	enum vpb_rom_verdict weight;
	const char *fix;
};

#define DUMP_AGAIN "read it again while the card is awake, or take it from another place"

static const struct row rows[VPB_ROM_FLAW_KINDS] = {
	[VPB_ROM_EMPTY] = {"rom-empty", VPB_ROM_USELESS, DUMP_AGAIN},
	[VPB_ROM_BLANK] = {"rom-blank", VPB_ROM_USELESS, DUMP_AGAIN},
	[VPB_ROM_NO_IMAGE] = {"rom-no-image", VPB_ROM_USELESS,
		"take the ROM of this card from another place"},
	[VPB_ROM_PCIR_UNALIGNED] = {"rom-unaligned", VPB_ROM_USELESS, DUMP_AGAIN},
	[VPB_ROM_PCIR_OUTSIDE] = {"rom-outside", VPB_ROM_USELESS, DUMP_AGAIN},
	[VPB_ROM_LENGTH_ZERO] = {"rom-length-zero", VPB_ROM_USELESS,
		"do not start a VM with it; take the ROM of this card from another place"},
	[VPB_ROM_CUT] = {"rom-cut", VPB_ROM_USELESS, DUMP_AGAIN},
	[VPB_ROM_TOO_MANY] = {"rom-too-many", VPB_ROM_USELESS,
		"take the ROM of this card from another place"},
	[VPB_ROM_EFI_UNSIGNED] = {"rom-efi", VPB_ROM_USELESS, DUMP_AGAIN},
	[VPB_ROM_OTHER_VENDOR] = {"rom-other-vendor", VPB_ROM_USELESS,
		"take the ROM of this card"},
	[VPB_ROM_OTHER_DEVICE] = {"rom-other-device", VPB_ROM_DOUBTFUL,
		"take the ROM of this card, unless its maker says that both have the same"},
	[VPB_ROM_SUM] = {"rom-sum", VPB_ROM_DOUBTFUL,
		"if somebody has changed it: take the one as its maker made it"},
	[VPB_ROM_NO_LAST] = {"rom-no-last", VPB_ROM_DOUBTFUL, DUMP_AGAIN},
	[VPB_ROM_NO_EFI] = {"rom-no-efi", VPB_ROM_DOUBTFUL,
		"expect no picture from the card before the guest's driver, or start the VM "
		"with SeaBIOS"},
	[VPB_ROM_EFI_MACHINE] = {"rom-efi-machine", VPB_ROM_DOUBTFUL,
		"expect no picture from the card before the guest's driver"},
	[VPB_ROM_EFI_NO_PROGRAM] = {"rom-efi-program", VPB_ROM_DOUBTFUL, DUMP_AGAIN},
	[VPB_ROM_NVIDIA_CUT] = {"rom-nvidia-cut", VPB_ROM_DOUBTFUL,
		"take the whole of it where you can; what a VM's firmware runs is there"},
	[VPB_ROM_LEADING] = {"rom-leading", VPB_ROM_GOOD, ""},
	[VPB_ROM_TRAILING] = {"rom-trailing", VPB_ROM_GOOD, ""},
};

enum vpb_rom_verdict vpb_rom_flaw_weight(enum vpb_rom_flaw_kind kind)
{
	return rows[kind].weight;
}

const char *vpb_rom_flaw_name(enum vpb_rom_flaw_kind kind)
{
	return rows[kind].name;
}

void vpb_rom_flaw_add(struct vpb_rom_flaws *flaws, enum vpb_rom_flaw_kind kind,
	size_t offset, uint32_t found, uint32_t wanted)
{
	if (flaws->verdict < rows[kind].weight)
		flaws->verdict = rows[kind].weight;
	if (flaws->count < VPB_ROM_FLAWS_MAX)
		flaws->items[flaws->count++] =
			(struct vpb_rom_flaw){kind, offset, found, wanted};
}

static void ids_add(struct vpb_text *text, uint32_t ids)
{
	vpb_text_add(text, "%04x:%04x", ids >> 16, ids & 0xffff);
}

void vpb_rom_flaw_describe(
	const struct vpb_rom_flaw *flaw, struct vpb_text *reason, struct vpb_text *fix)
{
	static const char *const sentences[VPB_ROM_FLAW_KINDS] = {
		[VPB_ROM_EMPTY] = "is empty",
		[VPB_ROM_NO_IMAGE] =
			"has no image anywhere: no bytes 55 AA that lead to a structure PCIR",
		[VPB_ROM_PCIR_UNALIGNED] =
			"has its structure PCIR at an offset that is no multiple of 4, where "
			"OVMF stops",
		[VPB_ROM_PCIR_OUTSIDE] = "has its structure PCIR outside of its image",
		[VPB_ROM_LENGTH_ZERO] =
			"says of its image that it is 0 bytes long, and OVMF may hang on it for "
			"ever",
		[VPB_ROM_TOO_MANY] = "has more images than any card's ROM",
		[VPB_ROM_EFI_UNSIGNED] = "calls its image one for EFI, which it is not",
		[VPB_ROM_NO_LAST] = "has no image that is marked as the last",
		[VPB_ROM_NO_EFI] =
			"has no image for EFI, so that OVMF does not run anything of it",
		[VPB_ROM_EFI_NO_PROGRAM] = "has an image for EFI without a program in it",
	};

	switch (flaw->kind) {
	case VPB_ROM_BLANK:
		vpb_text_add(reason, "has nothing but bytes %02x", flaw->found);
		break;
	case VPB_ROM_CUT:
		vpb_text_add(reason, "is cut off: %u bytes of its image are missing",
			flaw->found);
		break;
	case VPB_ROM_NVIDIA_CUT:
		vpb_text_add(reason,
			"is cut off within what NVIDIA's driver alone knows: %u bytes are "
			"missing",
			flaw->found);
		break;
	case VPB_ROM_OTHER_VENDOR:
	case VPB_ROM_OTHER_DEVICE:
		vpb_text_add(reason, "is for ");
		ids_add(reason, flaw->found);
		vpb_text_add(reason, ", and the card is ");
		ids_add(reason, flaw->wanted);
		break;
	case VPB_ROM_SUM:
		vpb_text_add(reason, "has bytes that add up to %02x instead of 0",
			flaw->found);
		break;
	case VPB_ROM_EFI_MACHINE:
		vpb_text_add(reason,
			"has an image for EFI on another machine (%04x), not for x86-64",
			flaw->found);
		break;
	case VPB_ROM_LEADING:
		vpb_text_add(
			reason, "begins after %u bytes that are none of it", flaw->found);
		break;
	case VPB_ROM_TRAILING:
		vpb_text_add(reason, "has %u bytes after its last image", flaw->found);
		break;
	default:
		vpb_text_add(reason, "%s", sentences[flaw->kind]);
	}
	if (flaw->offset)
		vpb_text_add(reason, " (at byte %zu)", flaw->offset);
	vpb_text_add(fix, "%s", rows[flaw->kind].fix);
}
