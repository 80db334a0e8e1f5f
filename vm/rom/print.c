/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "print.h"

#include <errno.h>

#include "../../helper/base/json.h"
#include "../../helper/base/output.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/line.h"

static const char *verdict_word(enum vpb_rom_verdict verdict)
{
	static const char *const words[] = {
		[VPB_ROM_GOOD] = "note",
		[VPB_ROM_DOUBTFUL] = "warning",
		[VPB_ROM_USELESS] = "refused",
	};

	return words[verdict];
}

/* In the one form of all findings; the place is the file. */
static int flaw_print(
	const struct vpb_rom_answer *answer, const struct vpb_rom_flaw *flaw)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const char *word = verdict_word(vpb_rom_flaw_weight(flaw->kind));

	vpb_rom_flaw_describe(flaw, &reason, &fix);
	vpb_text_add(&text, "%s: %s: the ROM %s [%s]\n", answer->source.from, word,
		reason.data ? reason.data : "", vpb_rom_flaw_name(flaw->kind));
	if (fix.length)
		vpb_text_add(&text, "  fix: %s\n", fix.data);
	if (vpb_text_error(&text) < 0 || vpb_text_error(&reason) < 0)
		return -ENOMEM;
	vpb_finding_text_print(text.data, word);
	return 0;
}

/* As a driver of NVIDIA's sees it: that has all of firmware's images, and more. */
static const struct vpb_rom_chain *chain_of(const struct vpb_rom *rom)
{
	return &rom->chains[rom->chains[VPB_ROM_BY_NVIDIA].count >
					    rom->chains[VPB_ROM_BY_FIRMWARE].count
				    ? VPB_ROM_BY_NVIDIA
				    : VPB_ROM_BY_FIRMWARE];
}

int vpb_rom_print(const struct vpb_rom_answer *answer)
{
	static const char *const last_words[] = {
		[VPB_ROM_GOOD] = "A VM's firmware can run it, as far as the file tells.",
		[VPB_ROM_DOUBTFUL] = "A VM's firmware may run it.",
		[VPB_ROM_USELESS] = "A VM cannot use it, so it is written nowhere.",
	};
	const struct vpb_rom_chain *chain = chain_of(&answer->rom);
	char address[VPB_ADDRESS_BYTES];
	int r = 0;

	vpb_line_print("%s, for %s (%04x:%04x):", answer->source.from,
		vpb_address_format(answer->device.address, address),
		answer->device.vendor, answer->device.device);
	for (size_t i = 0; i < chain->count; i++)
		vpb_line_print("  an image of %zu bytes for %04x:%04x, %s",
			chain->images[i].length, chain->images[i].vendor,
			chain->images[i].device, vpb_rom_image_kind(&chain->images[i]));
	for (size_t i = 0; r == 0 && i < answer->rom.flaws.count; i++)
		r = flaw_print(answer, &answer->rom.flaws.items[i]);
	if (r == 0)
		vpb_line_print("%s", last_words[answer->rom.flaws.verdict]);
	return r;
}

static int flaws_add_json(const struct vpb_rom_answer *answer, struct vpb_json *json)
{
	for (size_t i = 0; i < answer->rom.flaws.count; i++) {
		const struct vpb_rom_flaw *flaw = &answer->rom.flaws.items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

		vpb_rom_flaw_describe(flaw, &reason, &fix);
		if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
			return -ENOMEM;
		vpb_json_begin_object(json, NULL);
		vpb_json_add_string(json, "kind", vpb_rom_flaw_name(flaw->kind));
		vpb_json_add_string(
			json, "severity", verdict_word(vpb_rom_flaw_weight(flaw->kind)));
		vpb_json_add_number(json, "offset", flaw->offset);
		vpb_json_add_string(json, "reason", reason.data);
		vpb_json_add_string(json, "fix", fix.data);
		vpb_json_end_object(json);
	}
	return 0;
}

int vpb_rom_print_json(const struct vpb_rom_answer *answer)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};
	const struct vpb_rom_chain *chain = chain_of(&answer->rom);
	char address[VPB_ADDRESS_BYTES];
	int r;

	vpb_json_begin_object(&json, NULL);
	vpb_json_add_string(
		&json, "address", vpb_address_format(answer->device.address, address));
	vpb_json_add_string(&json, "from", answer->source.from);
	vpb_json_add_boolean(
		&json, "usable", answer->rom.flaws.verdict != VPB_ROM_USELESS);
	vpb_json_add_number(&json, "begin", answer->rom.begin);
	vpb_json_add_number(&json, "end", answer->rom.end);
	vpb_json_begin_array(&json, "images");
	for (size_t i = 0; i < chain->count; i++) {
		vpb_json_begin_object(&json, NULL);
		vpb_json_add_number(&json, "offset", chain->images[i].offset);
		vpb_json_add_number(&json, "length", chain->images[i].length);
		vpb_json_add_string(&json, "kind", vpb_rom_image_kind(&chain->images[i]));
		vpb_json_end_object(&json);
	}
	vpb_json_end_array(&json);
	vpb_json_begin_array(&json, "findings");
	r = flaws_add_json(answer, &json);
	vpb_json_end_array(&json);
	vpb_json_end_object(&json);
	return r < 0 ? r : vpb_output_text(&text);
}
