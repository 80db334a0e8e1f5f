/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A file that was edited since: the first byte says what its parts are, 0x1e parts the texts. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../host/change/edit.h"

/* All of `part` is in `whole`, in that order. */
static bool is_left_of(const char *part, const char *whole)
{
	for (; *part && *whole; whole++)
		part += *part == *whole;
	return !*part;
}

/* The other way round: whether all parts of `original` are in `after` as well. */
static bool only_adds(enum vpb_parts parts, const char *original, const char *after)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_edit_take_out(parts, after, original, original, &text);
	return strcmp(text.data, original) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum vpb_parts kinds[] = {
		VPB_PARTS_LINES, VPB_PARTS_PROGRAM, VPB_PARTS_WORDS};
	VPB_CLEANUP(vpb_text_done) struct vpb_text result = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text same = {};
	char *text, *rest, *original, *after, *now;
	enum vpb_parts parts;

	if (!size)
		return 0;
	parts = kinds[data[0] % 3];
	text = rest = fuzz_text(data + 1, size - 1);
	original = strsep(&rest, "\x1e");
	after = rest ? strsep(&rest, "\x1e") : (char *)"";
	now = rest ? rest : (char *)"";
	vpb_edit_take_out(parts, original, after, now, &result);
	if (only_adds(parts, original, after))
		FUZZ_HOLD(is_left_of(result.data ? result.data : "", now));
	/* Where we have changed nothing, nothing is taken out. */
	vpb_edit_take_out(parts, original, original, now, &same);
	FUZZ_HOLD(strcmp(same.data ? same.data : "", now) == 0);
	free(text);
	return 0;
}
