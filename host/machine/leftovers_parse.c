/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "leftovers_parse.h"

#include <errno.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "softdep.h"

static bool is_blank(const char *at)
{
	return *at == ' ' || *at == '\t' || *at == '\r';
}

/* A backslash at the end of a line that goes on in the next. */
static bool is_joint(const char *at)
{
	return at[0] == '\\' && at[1] == '\n';
}

bool vpb_span_next(struct vpb_span line, struct vpb_span *word)
{
	const char *at = word->at ? word->end : line.at;

	while (at < line.end && (is_blank(at) || is_joint(at) || *at == '\n'))
		at += is_joint(at) ? 2 : 1;
	word->at = at;
	while (at < line.end && !is_blank(at) && !is_joint(at) && *at != '\n')
		at++;
	word->end = at;
	return word->end > word->at;
}

bool vpb_span_next_line(const char *text, bool is_continued, struct vpb_span *line)
{
	const char *at = line->at ? line->end + (*line->end == '\n') : text;

	line->at = line->end = at;
	while (*at && (*at != '\n' || (is_continued && at > text && at[-1] == '\\')))
		at++;
	line->end = at;
	while (line->at < at && is_blank(line->at))
		line->at++;
	return *line->at;
}

bool vpb_span_is(struct vpb_span word, const char *text)
{
	return (size_t)(word.end - word.at) == strlen(text) &&
	       memcmp(word.at, text, strlen(text)) == 0;
}

bool vpb_span_has_start(struct vpb_span word, const char *start)
{
	return (size_t)(word.end - word.at) >= strlen(start) &&
	       memcmp(word.at, start, strlen(start)) == 0;
}

struct vpb_span vpb_span_after(struct vpb_span word, size_t length)
{
	return (struct vpb_span){word.at + length, word.end};
}

static bool is_module_of(struct vpb_span word, const char *const names[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (vpb_module_name_is(word.at, (size_t)(word.end - word.at), names[i]))
			return true;
	return false;
}

bool vpb_span_is_vfio(struct vpb_span word)
{
	static const char *const names[] = {
		"vfio", "vfio_iommu_type1", "vfio_pci", "vfio_pci_core", "vfio_virqfd"};

	return is_module_of(word, names, VPB_ARRAY_SIZE(names));
}

bool vpb_span_takes_ids(struct vpb_span word)
{
	static const char *const names[] = {"vfio_pci", "pci_stub"};

	return is_module_of(word, names, VPB_ARRAY_SIZE(names));
}

bool vpb_span_is_stub(struct vpb_span word)
{
	static const char *const names[] = {"pci_stub"};

	return is_module_of(word, names, VPB_ARRAY_SIZE(names));
}

static char *span_copy(struct vpb_span span, bool with_blanks)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_span word = {};
	char *copy;

	vpb_text_add(&text, "%s", "");
	while (vpb_span_next(span, &word))
		vpb_text_add(&text, "%s%.*s", text.length && with_blanks ? " " : "",
			(int)(word.end - word.at), word.at);
	copy = text.data;
	if (vpb_text_error(&text) < 0)
		return NULL;
	text = (struct vpb_text){};
	return copy;
}

int vpb_leftover_add(const struct vpb_leftover_text *from,
	const struct vpb_leftover *like, struct vpb_span words, struct vpb_span names)
{
	struct vpb_leftovers *list = from->list;
	struct vpb_leftover *items =
		vpb_array_grow(list->items, list->count, sizeof(*items));
	const char *line = from->text;

	if (!items)
		return -ENOMEM;
	list->items = items;
	items += list->count++;
	*items = *like;
	items->path = strdup(from->path);
	items->words = span_copy(words, true);
	items->names = span_copy(names, false);
	items->at = (size_t)(words.at - from->text);
	items->length = (size_t)(words.end - words.at);
	items->is_ignored = from->is_ignored;
	items->line = 1;
	for (const char *at = from->text; at < words.at; at++)
		if (*at == '\n') {
			items->line++;
			line = at + 1;
		}
	items->column = (unsigned int)(words.at - line) + 1;
	return items->path && items->words && items->names ? 0 : -ENOMEM;
}
