/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "edit.h"

#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "edit_value.h"

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

/* Without its newline, which the last line need not have, and which some editors make of two bytes. */
static size_t part_text_length(const struct part *part)
{
	size_t length = part->length - (part->at[part->length - 1] == '\n');

	return length - (length && part->at[length - 1] == '\r');
}

static struct vpb_line line_of(const struct part *part)
{
	return part->at && part->length
		       ? (struct vpb_line){part->at, part_text_length(part)}
		       : (struct vpb_line){"", 0};
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

/*
 * Both texts side by side. What the change took out of `original` stands where `after` has what came
 * in its place, or has nothing.
 */
struct change {
	enum vpb_parts parts;
	const char *original, *after;
	struct part from, to;
};

enum step {
	STEP_END,
	STEP_SAME,
	STEP_REPLACED, /* `from` became `to` */
	STEP_ADDED, /* `to` is new */
	STEP_TAKEN, /* `from` is gone, with nothing in its place */
};

/* How often `wanted` is in the text from `part` on. */
static unsigned int count_from(enum vpb_parts parts, const char *text, struct part part,
	const struct part *wanted)
{
	unsigned int count = 0;

	do
		count += part.length > 0 && part_is(&part, wanted);
	while (part_next(parts, text, &part));
	return count;
}

static enum step change_next(struct change *change)
{
	struct part from = change->from, to = change->to;
	bool has_from = part_next(change->parts, change->original, &from);
	bool has_to = part_next(change->parts, change->after, &to);
	bool is_same = has_from && has_to && part_is(&from, &to);
	bool is_taken = has_from && !is_same &&
			count_from(change->parts, change->original, from, &from) >
				count_from(change->parts, change->after, to, &from);
	bool is_added = has_to && !text_has(change->parts, change->original, &to);

	if (is_taken || !is_added)
		change->from = from;
	if (is_added || !is_taken)
		change->to = to;
	if (is_taken || is_added)
		return !is_added ? STEP_TAKEN : is_taken ? STEP_REPLACED : STEP_ADDED;
	return has_from || has_to ? STEP_SAME : STEP_END;
}

/* Adds what stood where that part of `after` is now; false for one that is not ours. */
static bool origin_add(struct change change, const struct part *part, const char *blanks,
	struct vpb_text *result)
{
	enum step step;

	while ((step = change_next(&change)) != STEP_END) {
		size_t length;

		if ((step != STEP_REPLACED && step != STEP_ADDED) ||
			!part_is(&change.to, part))
			continue;
		if (step == STEP_ADDED)
			return true;
		length = part_text_length(&change.from);
		vpb_text_add_bytes(result, blanks, (size_t)(part->at - blanks));
		vpb_text_add_bytes(result, change.from.at, length);
		vpb_text_add_bytes(result, part->at + part_text_length(part),
			part->length - part_text_length(part));
		return true;
	}
	return false;
}

/* Whether it is the one line of `now` that may be made of that line of ours. */
static bool is_edited_from(const struct change *change, const char *now,
	const struct part *ours, const struct part *part)
{
	struct part other = {};
	unsigned int count = 0;

	if (text_has(change->parts, now, ours) ||
		text_has(change->parts, change->after, part) ||
		!vpb_line_assigns_like(line_of(ours), line_of(part)))
		return false;
	while (part_next(change->parts, now, &other))
		count += vpb_line_assigns_like(line_of(ours), line_of(&other)) &&
			 !text_has(change->parts, change->after, &other);
	return count == 1;
}

/* A line of ours that somebody has edited: what is ours in it goes, word by word. */
static bool edited_add(struct change change, const char *now, const struct part *part,
	const char *blanks, struct vpb_text *result)
{
	enum step step;

	while (change.parts == VPB_PARTS_LINES &&
		(step = change_next(&change)) != STEP_END) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
		static const struct part none;
		size_t length = part_text_length(part);

		if ((step != STEP_REPLACED &&
			    !(step == STEP_ADDED &&
				    memchr(change.to.at, '$', change.to.length))) ||
			!is_edited_from(&change, now, &change.to, part) ||
			!vpb_line_merge(
				line_of(step == STEP_ADDED ? &none : &change.from),
				line_of(&change.to), line_of(part), &line))
			continue;
		result->failed |= line.failed;
		if (!line.data)
			return true;
		vpb_text_add_bytes(result, blanks, (size_t)(part->at - blanks));
		vpb_text_add(result, "%s", line.data);
		vpb_text_add_bytes(result, part->at + length, part->length - length);
		return true;
	}
	return false;
}

/* Words that went without another in their place come back at the end of the line. */
static void taken_add(struct change change, const char *now, struct vpb_text *result)
{
	bool has_newline = result->length && result->data[result->length - 1] == '\n';
	enum step step;

	if (change.parts != VPB_PARTS_WORDS)
		return;
	if (has_newline)
		result->data[--result->length] = '\0';
	while ((step = change_next(&change)) != STEP_END) {
		if (step != STEP_TAKEN || text_has(change.parts, now, &change.from))
			continue;
		vpb_text_add(result, "%s", result->length ? " " : "");
		vpb_text_add_bytes(result, change.from.at, change.from.length);
	}
	if (has_newline)
		vpb_text_add(result, "\n");
}

void vpb_edit_take_out(enum vpb_parts parts, const char *original, const char *after,
	const char *now, struct vpb_text *result)
{
	const struct change change = {
		.parts = parts, .original = original, .after = after};
	const char *done = now;
	struct part part = {};

	while (part_next(parts, now, &part)) {
		const char *end = part.at + part.length;

		if (!origin_add(change, &part, done, result) &&
			!edited_add(change, now, &part, done, result))
			vpb_text_add_bytes(result, done, (size_t)(end - done));
		done = end;
	}
	vpb_text_add(result, "%s", done);
	taken_add(change, now, result);
}

static bool has_come_back(const struct change *change, enum step step, const char *left)
{
	static const struct part none;
	struct part part = {};

	if (text_has(change->parts, left, &change->from))
		return true;
	while (change->parts == VPB_PARTS_LINES && part_next(change->parts, left, &part))
		if (vpb_line_has_taken(line_of(&part), line_of(&change->from),
			    line_of(step == STEP_REPLACED ? &change->to : &none)))
			return true;
	return false;
}

void vpb_edit_add_lost(enum vpb_parts parts, const char *original, const char *after,
	const char *left, struct vpb_text *lost)
{
	struct change change = {.parts = parts, .original = original, .after = after};
	enum step step;

	while ((step = change_next(&change)) != STEP_END) {
		if ((step != STEP_REPLACED && step != STEP_TAKEN) ||
			has_come_back(&change, step, left))
			continue;
		vpb_text_add_bytes(lost, change.from.at, part_text_length(&change.from));
		vpb_text_add(lost, "\n");
	}
}
