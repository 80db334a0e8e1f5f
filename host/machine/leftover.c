/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "leftover.h"

#include <stdlib.h>
#include <string.h>

void vpb_leftovers_done(struct vpb_leftovers *leftovers)
{
	for (size_t i = 0; i < leftovers->count; i++) {
		free(leftovers->items[i].path);
		free(leftovers->items[i].words);
		free(leftovers->items[i].names);
	}
	free(leftovers->items);
	*leftovers = (struct vpb_leftovers){};
}

static bool covers(
	const struct vpb_leftover *item, const char *path, size_t from, size_t to)
{
	return strcmp(item->path, path) == 0 && item->at < to &&
	       item->at + item->length > from;
}

/* With the blanks before a word, or those after it where it is the first of its value. */
static void line_add(const struct vpb_leftovers *leftovers, const bool *goes,
	const char *path, const char *text, size_t from, size_t to,
	struct vpb_text *result)
{
	size_t done = from;

	for (size_t i = 0; i < leftovers->count; i++) {
		const struct vpb_leftover *item = &leftovers->items[i];
		size_t at = item->at, end = item->at + item->length;

		if (!goes[i] || !covers(item, path, from, to))
			continue;
		if (item->is_line) {
			vpb_text_add(result, VPB_LEFTOVER_COMMENT);
			break;
		}
		while (at > done && strchr(" \t", text[at - 1]))
			at--;
		if (at == item->at)
			end += strspn(text + end, " \t");
		vpb_text_add_bytes(result, text + done, at - done);
		done = end;
	}
	vpb_text_add_bytes(result, text + done, to - done);
}

void vpb_leftovers_take_out(const struct vpb_leftovers *leftovers, const bool *goes,
	const char *path, const char *text, struct vpb_text *result)
{
	size_t from = 0;

	while (text[from]) {
		size_t to = from + strcspn(text + from, "\n");

		to += text[to] == '\n';
		line_add(leftovers, goes, path, text, from, to, result);
		from = to;
	}
	vpb_text_add(result, "%s", "");
}
