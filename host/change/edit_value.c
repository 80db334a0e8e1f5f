/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "edit_value.h"

#include <ctype.h>
#include <string.h>

#define BETWEEN " \t\"'\r"

/* The length of "NAME=" or "export NAME=", 0 where the line has another form. */
static size_t head_length(struct vpb_line line)
{
	size_t at = 0, name;

	while (at < line.length && strchr(" \t", line.at[at]))
		at++;
	if (line.length - at > 7 && strncmp(line.at + at, "export ", 7) == 0)
		at += 7;
	name = at;
	while (at < line.length &&
		(isalnum((unsigned char)line.at[at]) || line.at[at] == '_'))
		at++;
	return at > name && at < line.length && line.at[at] == '=' ? at + 1 : 0;
}

bool vpb_line_assigns_like(struct vpb_line a, struct vpb_line b)
{
	size_t length = head_length(a);

	return length && length == head_length(b) && memcmp(a.at, b.at, length) == 0;
}

/* The next word of the value; zeroed memory is before the first. */
static bool word_next(struct vpb_line line, struct vpb_line *word)
{
	size_t at = word->at ? (size_t)(word->at - line.at) + word->length
			     : head_length(line);

	while (at < line.length && strchr(BETWEEN, line.at[at]))
		at++;
	word->at = line.at + at;
	word->length = 0;
	while (at + word->length < line.length &&
		!strchr(BETWEEN, word->at[word->length]))
		word->length++;
	return word->length > 0;
}

static bool has_word(struct vpb_line line, struct vpb_line wanted)
{
	struct vpb_line word = {};

	while (word_next(line, &word))
		if (word.length == wanted.length &&
			memcmp(word.at, wanted.at, word.length) == 0)
			return true;
	return false;
}

/* A blank within quotes of a word's own is between words for us: such a line is left alone. */
static bool is_plain(struct vpb_line line)
{
	unsigned int quotes = 0;

	for (size_t i = 0; i < line.length; i++) {
		quotes += line.at[i] == '"' || line.at[i] == '\'';
		if (strchr("\\`#;", line.at[i]))
			return false;
	}
	return quotes == 0 || (quotes == 2 && strchr("\"'", line.at[head_length(line)]));
}

static bool is_reference(struct vpb_line word)
{
	return *word.at == '$';
}

/* The line without what the change brought; true where a word of somebody's is left. */
static bool others_keep(struct vpb_line from, struct vpb_line to, struct vpb_line now,
	struct vpb_text *result)
{
	const char *done = now.at;
	struct vpb_line word = {};
	bool any = false;

	while (word_next(now, &word)) {
		const char *end = word.at + word.length;

		if (is_reference(word) || has_word(from, word) || !has_word(to, word)) {
			any |= !is_reference(word);
			continue;
		}
		/* With the blank before it, else after it. */
		vpb_text_add_bytes(result, done, (size_t)(word.at - done));
		if (result->length && result->data[result->length - 1] == ' ')
			result->data[--result->length] = '\0';
		else
			end += *end == ' ' && end < now.at + now.length;
		done = end;
	}
	vpb_text_add_bytes(result, done, (size_t)(now.at + now.length - done));
	return any;
}

bool vpb_line_merge(struct vpb_line from, struct vpb_line to, struct vpb_line now,
	struct vpb_text *result)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text kept = {};
	struct vpb_line word = {};
	size_t end;
	bool any;

	if (!is_plain(to) || !is_plain(now) || !is_plain(from))
		return false;
	any = others_keep(from, to, now, &kept);
	if (vpb_text_error(&kept) < 0 || !kept.data) {
		result->failed = true;
		return true;
	}
	if (!from.length && !any)
		return true;
	end = kept.length;
	end -= end && strchr("\"'", kept.data[end - 1]);
	vpb_text_add_bytes(result, kept.data, end);
	while (word_next(from, &word)) {
		if (has_word(to, word) || has_word(now, word))
			continue;
		if (result->length && !strchr("\"'= ", result->data[result->length - 1]))
			vpb_text_add(result, " ");
		vpb_text_add_bytes(result, word.at, word.length);
	}
	vpb_text_add(result, "%s", kept.data + end);
	return true;
}

bool vpb_line_has_taken(struct vpb_line line, struct vpb_line from, struct vpb_line to)
{
	struct vpb_line word = {};

	if (!vpb_line_assigns_like(line, from))
		return false;
	while (word_next(from, &word))
		if (!has_word(to, word) && !has_word(line, word))
			return false;
	return true;
}
