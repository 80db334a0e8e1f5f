/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "edit.h"

#include <string.h>

#include "../../helper/core/kernel_line.h"

/* A line with its newline, or a word. Zeroed memory is before the first. */
struct part {
	const char *at;
	size_t length;
};

/* Whether a comment begins there: a '#' with nothing before it in its line. */
static bool is_comment(const char *text, const char *at)
{
	const char *line = at;

	while (line > text && (line[-1] == ' ' || line[-1] == '\t'))
		line--;
	return *at == '#' && (line == text || line[-1] == '\n');
}

static bool part_next(enum vpb_parts parts, const char *text, struct part *part)
{
	part->at = part->at ? part->at + part->length : text;
	if (parts == VPB_PARTS_WORDS) {
		part->at += strspn(part->at, VPB_KERNEL_BLANKS);
		part->length = is_comment(text, part->at)
				       ? strcspn(part->at, "\n")
				       : vpb_kernel_word_length(part->at);
	} else {
		part->length = strcspn(part->at, "\n");
		part->length += part->at[part->length] == '\n';
	}
	return part->length > 0;
}

/* Without its newline, which the last line need not have. */
static size_t part_text_length(const struct part *part)
{
	return part->length - (part->at[part->length - 1] == '\n');
}

static bool part_is(const struct part *a, const struct part *b)
{
	size_t length = part_text_length(a);

	return length == part_text_length(b) && memcmp(a->at, b->at, length) == 0;
}

static bool text_has(enum vpb_parts parts, const char *text, const struct part *wanted)
{
	struct part part = {};

	while (part_next(parts, text, &part))
		if (part_is(&part, wanted))
			return true;
	return false;
}

void vpb_edit_take_out(enum vpb_parts parts, const char *original, const char *after,
	const char *now, struct vpb_text *result)
{
	const char *done = now;
	struct part part = {};

	while (part_next(parts, now, &part)) {
		const char *end = part.at + part.length;
		bool is_ours = text_has(parts, after, &part) &&
			       !text_has(parts, original, &part);

		if (!is_ours)
			vpb_text_add_bytes(result, done, (size_t)(end - done));
		done = end;
	}
	vpb_text_add(result, "%s", done);
}
