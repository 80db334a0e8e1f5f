/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A card's ROM: any bytes, from any card, or from a file that a user was given. */

#include <stdlib.h>
#include <string.h>

#include "../../vm/rom/rom.h"
#include "fuzz.h"

static void chain_hold(const struct vpb_rom *rom, const struct vpb_rom_chain *chain)
{
	size_t end = 0;

	FUZZ_HOLD(chain->count <= VPB_ROM_IMAGES_MAX);
	for (size_t i = 0; i < chain->count; i++) {
		const struct vpb_rom_image *image = &chain->images[i];

		FUZZ_HOLD(image->offset == end && image->pcir > image->offset);
		FUZZ_HOLD(vpb_rom_image_kind(image));
		if (image->offset + image->length <= chain->end)
			end = image->offset + image->length;
	}
	FUZZ_HOLD(chain->end == end && rom->begin + chain->end <= rom->end);
}

static bool has(const struct vpb_rom *rom, enum vpb_rom_flaw_kind kind)
{
	for (size_t i = 0; i < rom->flaws.count; i++)
		if (rom->flaws.items[i].kind == kind)
			return true;
	return false;
}

static void flaws_hold(const struct vpb_rom *rom)
{
	enum vpb_rom_verdict worst = VPB_ROM_GOOD;

	for (size_t i = 0; i < rom->flaws.count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		enum vpb_rom_verdict weight =
			vpb_rom_flaw_weight(rom->flaws.items[i].kind);

		vpb_rom_flaw_describe(&rom->flaws.items[i], &reason, &fix);
		FUZZ_HOLD(reason.length && vpb_rom_flaw_name(rom->flaws.items[i].kind));
		worst = weight > worst ? weight : worst;
	}
	FUZZ_HOLD(rom->flaws.verdict >= worst);
	FUZZ_HOLD(rom->flaws.verdict == worst || rom->flaws.count == VPB_ROM_FLAWS_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct vpb_rom rom, again;

	vpb_rom_look(data, size, 0x10de, 0x24dd, &rom);
	FUZZ_HOLD(rom.begin <= rom.end && rom.end <= size);
	flaws_hold(&rom);
	if (rom.begin == rom.end)
		return 0;
	chain_hold(&rom, &rom.chains[VPB_ROM_BY_FIRMWARE]);
	chain_hold(&rom, &rom.chains[VPB_ROM_BY_NVIDIA]);
	if (rom.flaws.verdict == VPB_ROM_USELESS)
		return 0;
	/* What is kept of one that can be used is one that can be used, with nothing more to trim. */
	vpb_rom_look(data + rom.begin, rom.end - rom.begin, 0x10de, 0x24dd, &again);
	FUZZ_HOLD(again.flaws.verdict <= rom.flaws.verdict && !again.begin);
	FUZZ_HOLD(again.end == rom.end - rom.begin);
	FUZZ_HOLD(!has(&again, VPB_ROM_LEADING) && !has(&again, VPB_ROM_TRAILING));
	return 0;
}
