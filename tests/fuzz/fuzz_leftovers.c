/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A file in which a guide left something: the first byte says which kind, the second what goes. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../host/change/edit.h"
#include "../../host/machine/leftovers_judge.h"
#include "../../host/machine/leftovers_parse.h"

static vpb_leftover_parse *const parsers[] = {vpb_leftover_parse_modprobe,
	vpb_leftover_parse_modules, vpb_leftover_parse_load,
	vpb_leftover_parse_mkinitcpio, vpb_leftover_parse_dracut,
	vpb_leftover_parse_script, vpb_leftover_parse_grub,
	vpb_leftover_parse_kernel_line};

/* Each is where it says, and its ids can be read. */
static void items_hold(const struct vpb_leftovers *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct vpb_leftover *item = &list->items[i];
		const char *rest = item->names, *id;
		struct vpb_selector selector;

		FUZZ_HOLD(item->length && item->at + item->length <= strlen(text));
		FUZZ_HOLD(item->line && item->column);
		while (vpb_leftover_next_id(&rest, &id, &selector))
			FUZZ_HOLD(id < rest);
	}
}

/* Without those that `goes` says, and with them again, as where the file was edited since. */
static void edit_hold(const struct vpb_leftovers *list, const bool *goes,
	const char *text, bool is_whole)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text left = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text back = {};

	vpb_leftovers_take_out(list, goes, "etc/file", text, &left);
	vpb_edit_take_out(VPB_PARTS_LINES, text, left.data, left.data, &back);
	if (is_whole && !strstr(text, VPB_LEFTOVER_COMMENT))
		FUZZ_HOLD(strcmp(back.data, text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_leftovers_done) struct vpb_leftovers list = {};
	VPB_CLEANUP(vpb_freep) char *text = NULL;
	VPB_CLEANUP(vpb_freep) bool *goes = NULL;
	struct vpb_leftover_text from = {.path = "etc/file", .list = &list};

	if (size < 2)
		return 0;
	from.text = text = fuzz_text(data + 2, size - 2);
	FUZZ_HOLD(parsers[data[0] % VPB_ARRAY_SIZE(parsers)](&from) == 0);
	items_hold(&list, text);
	goes = calloc(list.count + 1, sizeof(*goes));
	if (!goes)
		return 0;
	edit_hold(&list, goes, text, true);
	for (size_t i = 0; i < list.count; i++)
		goes[i] = data[1] >> i % 8 & 1;
	edit_hold(&list, goes, text, false);
	/* A line that became a comment comes back wherever it stands. */
	for (size_t i = 0; i < list.count; i++)
		goes[i] &= list.items[i].is_line;
	edit_hold(&list, goes, text, true);
	return 0;
}
