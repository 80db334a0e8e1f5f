/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "messages.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

enum {
	ARGUMENTS_MAX = 8, /* of a message */
	DEPTH_MAX = 3, /* of messages in arguments of messages */
	CUTS_MAX = 24, /* places where one message may end and another begin */
};

struct argument {
	const char *text;
	size_t length;
};

/* A message that an English text was made with. */
struct match {
	const char *message;
	size_t literal; /* letters of the message itself */
	size_t count;
	struct argument arguments[ARGUMENTS_MAX];
};

/* Bytes of the conversion that the format begins with; 0 at any other letter, and at "%%". */
static size_t conversion_length(const char *format)
{
	size_t length;

	if (format[0] != '%' || format[1] == '%')
		return 0;
	length = 1 + strspn(format + 1, "0123456789$#-+ .*hlzjt");
	return length + (format[length] != '\0');
}

/* Whether the text is what that format made. The first way to read it counts. */
static bool format_match(
	const char *format, const char *text, const char *end, struct match *match)
{
	size_t length = conversion_length(format);

	if (!*format)
		return text == end;
	if (!length) {
		if (text == end || *text != *format)
			return false;
		match->literal++;
		format += 1 + (format[0] == '%');
		return format_match(format, text + 1, end, match);
	}
	if (match->count == ARGUMENTS_MAX)
		return false;
	for (const char *rest = text; rest <= end; rest++) {
		struct match attempt = *match;

		/* No conversion of numbers made what is none. */
		if (rest > text && format[length - 1] != 's' &&
			format[length - 1] != 'c' &&
			!strchr("0123456789abcdef.-", rest[-1]))
			return false;

		attempt.arguments[attempt.count++] =
			(struct argument){text, (size_t)(rest - text)};
		if (!format_match(format + length, rest, end, &attempt))
			continue;
		*match = attempt;
		return true;
	}
	return false;
}

/* The one with the most letters of its own. */
static bool match_find(const char *text, size_t length, struct match *ret_match)
{
	struct match best = {};

	for (size_t i = 0; vpb_messages[i]; i++) {
		struct match match = {.message = vpb_messages[i]};

		if (format_match(vpb_messages[i], text, text + length, &match) &&
			match.literal > best.literal)
			best = match;
	}
	*ret_match = best;
	return best.message;
}

static bool piece_add(
	const char *english, size_t length, int depth, struct vpb_text *text);

/* A part of a path, or what somebody has written: a word like any other, but of no language. */
static bool is_name(const char *message, const char *at)
{
	return at > message && strchr("/'=", at[-1]);
}

/* The translation of the message with its arguments, which it may have in another order. */
static void match_add(const struct match *match, int depth, struct vpb_text *text)
{
	const char *message = gettext(match->message);
	size_t next = 0;

	for (const char *at = message; *at;) {
		size_t length = conversion_length(at), number;
		char *end;

		if (!length) {
			vpb_text_add_bytes(text, at, 1);
			at += 1 + (at[0] == '%');
			continue;
		}
		number = strtoul(at + 1, &end, 10);
		number = *end == '$' && number ? number - 1 : next++;
		if (number < match->count &&
			(is_name(message, at) || !piece_add(match->arguments[number].text,
							 match->arguments[number].length,
							 depth + 1, text)))
			vpb_text_add_bytes(text, match->arguments[number].text,
				match->arguments[number].length);
		at += length;
	}
}

/* Whether a message may begin there: at what joins two, or after it. */
static bool is_cut(const char *english, size_t at)
{
	return strchr(",;:(", english[at]) ||
	       (english[at - 1] == ' ' && at > 1 && strchr(",;:(", english[at - 2]));
}

/* From a place on, the best reading of the rest. */
struct reading {
	size_t at;
	struct match match; /* of what is before the next */
	size_t next; /* an index, or 0 where nothing is left */
	size_t literal; /* of it all; 0 where it cannot be read */
};

/* Fills those of all cuts, the last one first. The first is of the whole. */
static void readings_make(
	const char *english, size_t length, struct reading *readings, size_t count)
{
	for (size_t i = count; i-- > 0;)
		for (size_t j = i + 1; j <= count; j++) {
			size_t end = j < count ? readings[j].at : length;
			struct match match;

			if ((j < count && !readings[j].literal) ||
				!match_find(english + readings[i].at,
					end - readings[i].at, &match) ||
				match.literal + (j < count ? readings[j].literal : 1) <=
					readings[i].literal)
				continue;
			readings[i].match = match;
			readings[i].next = j < count ? j : 0;
			readings[i].literal =
				match.literal + (j < count ? readings[j].literal : 1);
		}
}

static bool piece_add(
	const char *english, size_t length, int depth, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_freep) struct reading *readings = NULL;
	size_t count = 1;

	if (!length || depth > DEPTH_MAX ||
		!(readings = calloc(CUTS_MAX, sizeof(*readings))))
		return false;
	for (size_t at = 1; at < length && count < CUTS_MAX; at++)
		if (is_cut(english, at))
			readings[count++].at = at;
	readings_make(english, length, readings, count);
	if (!readings[0].literal)
		return false;
	for (size_t i = 0, is_first = 1; is_first || i;
		i = readings[i].next, is_first = 0)
		match_add(&readings[i].match, depth, text);
	return true;
}

bool vpb_messages_add(const char *english, struct vpb_text *text)
{
	return piece_add(english, strlen(english), 0, text);
}
