/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "language.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"

enum {
	ARGUMENTS_MAX = 8, /* of a message */
	DEPTH_MAX = 3, /* of messages in arguments of messages */
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

static bool is_on;

static const char *log_translate(const char *format)
{
	return _(format);
}

void vpb_language_begin(const char *folder)
{
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		return;
	setlocale(LC_MESSAGES, "");
	bindtextdomain("vfio-prebind", folder);
	bind_textdomain_codeset("vfio-prebind", "UTF-8");
	textdomain("vfio-prebind");
	vpb_log_set_translation(log_translate);
	/* A word that no language has as English does tells whether there is a catalog. */
	is_on = strcmp(_("yes"), "yes") != 0;
}

void vpb_language_end(void)
{
	setlocale(LC_MESSAGES, "C");
	is_on = false;
}

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

/* The translation of the message with its arguments, which it may have in another order. */
static void match_add(const struct match *match, int depth, struct vpb_text *text)
{
	size_t next = 0;

	for (const char *at = _(match->message); *at;) {
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
			!piece_add(match->arguments[number].text,
				match->arguments[number].length, depth + 1, text))
			vpb_text_add_bytes(text, match->arguments[number].text,
				match->arguments[number].length);
		at += length;
	}
}

/* One message, or one after which others follow. Adds nothing and returns false where it is none. */
static bool piece_add(
	const char *english, size_t length, int depth, struct vpb_text *text)
{
	struct match match;

	if (!length || depth > DEPTH_MAX)
		return false;
	if (match_find(english, length, &match)) {
		match_add(&match, depth, text);
		return true;
	}
	for (size_t at = length - 1; at > 0; at--) {
		struct match rest;

		if (!strchr(",;:(", english[at]) || !match_find(english, at, &match) ||
			!match_find(english + at, length - at, &rest))
			continue;
		match_add(&match, depth, text);
		match_add(&rest, depth, text);
		return true;
	}
	return false;
}

void vpb_language_add(const char *english, struct vpb_text *text)
{
	if (!is_on || !piece_add(english, strlen(english), 0, text))
		vpb_text_add(text, "%s", english);
}

/* Where the reason begins; *ret_verdict is the word before it, NULL for none. */
static const char *reason_find(
	const char *english, const char *address, const char **ret_verdict)
{
	static const char *const words[] = {
		"refused", "late", "error", "warning", "note"};

	*ret_verdict = NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		size_t length = strlen(words[i]);
		const char *at = strstr(english, words[i]);

		if (!at || strncmp(at + length, ": ", 2) != 0 ||
			(at != english && strncmp(at - 2, ": ", 2) != 0))
			continue;
		*ret_verdict = words[i];
		at += length + 2;
		if (*address && vpb_word_has_start(at, address) &&
			at[strlen(address)] == ' ')
			at += strlen(address) + 1;
		return at;
	}
	return english;
}

void vpb_language_add_finding(
	const char *english, const char *address, struct vpb_text *text)
{
	const char *verdict, *reason = reason_find(english, address, &verdict);
	const char *guard = strrchr(reason, '[');
	size_t length = guard > reason ? (size_t)(guard - 1 - reason) : 0;
	VPB_CLEANUP(vpb_freep) char *words = strndup(reason, length);

	if (!is_on || !verdict || !length || !words) {
		vpb_text_add(text, "%s", english);
		return;
	}
	vpb_text_add_bytes(text, english, (size_t)(strstr(english, verdict) - english));
	vpb_text_add(text, "%s: ", _(verdict));
	if (reason[-2] != ':')
		vpb_text_add(text, "%s ", address);
	vpb_language_add(words, text);
	vpb_text_add(text, " %s", guard);
}
