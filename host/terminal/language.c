/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "language.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/core/address.h"
#include "messages.h"

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
	/*
	 * The texts of the C library's errors go into findings, which are English until they are printed. So
	 * they stay English: its catalog is not found here.
	 */
	bindtextdomain("libc", "/dev/null");
	/* And where we have no catalog, all is English. */
	if (!is_on)
		vpb_language_end();
}

void vpb_language_end(void)
{
	setlocale(LC_MESSAGES, "C");
	is_on = false;
}

/* Messages of whole lines have a newline, which a text that was cut into lines has not. */
static bool line_add(const char *english, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

	vpb_text_add(&line, "%s\n", english);
	if (vpb_text_error(&line) < 0 || !vpb_messages_add(line.data, text))
		return false;
	if (text->length && text->data[text->length - 1] == '\n')
		text->data[--text->length] = '\0';
	return true;
}

void vpb_language_add(const char *english, struct vpb_text *text)
{
	if (!is_on || (!vpb_messages_add(english, text) && !line_add(english, text)))
		vpb_text_add(text, "%s", english);
}

const char *vpb_language_text(const char *english, struct vpb_text *room)
{
	vpb_language_add(english, room);
	return vpb_text_error(room) == 0 && room->data ? room->data : english;
}

void vpb_language_add_lines(const char *english, struct vpb_text *text)
{
	while (*english) {
		size_t length = strcspn(english, "\n");
		VPB_CLEANUP(vpb_freep) char *line = strndup(english, length);
		/* "12. 0000:01:00.0: " */
		size_t before = line ? strspn(line, " .:0123456789abcdef") : 0;

		while (before && line[before - 1] != ' ')
			before--;
		if (line) {
			vpb_text_add_bytes(text, line, before);
			vpb_language_add(line + before, text);
		}
		vpb_text_add(text, "\n");
		english += length + (english[length] == '\n');
	}
}

/* Bytes of the address that the text begins with, and its blank; or 0. */
static size_t address_length(const char *text)
{
	char word[VPB_ADDRESS_BYTES];
	size_t length = strcspn(text, " ");
	struct vpb_address address;

	if (length >= sizeof(word) || text[length] != ' ')
		return 0;
	memcpy(word, text, length);
	word[length] = '\0';
	return vpb_address_parse(word, &address) == 0 ? length + 1 : 0;
}

/* The verdict in a finding, which is its first word, or comes after where it was found; NULL for none. */
static const char *verdict_find(const char *english, const char **ret_at)
{
	static const char *const words[] = {
		"refused", "late", "error", "warning", "note"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		for (const char *at = english; (at = strstr(at, words[i])); at++) {
			if (strncmp(at + strlen(words[i]), ": ", 2) != 0 ||
				(at != english && (at < english + 2 ||
							  strncmp(at - 2, ": ", 2) != 0)))
				continue;
			*ret_at = at;
			return words[i];
		}
	return NULL;
}

void vpb_language_add_finding(const char *english, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_freep) char *reason = NULL;
	const char *at = NULL, *verdict = verdict_find(english, &at), *begin, *guard;

	if (!is_on || !verdict) {
		vpb_language_add(english, text);
		return;
	}
	begin = at + strlen(verdict) + 2;
	vpb_text_add(text, "%.*s%s: ", (int)(at - english), english, _(verdict));
	vpb_text_add_bytes(text, begin, address_length(begin));
	begin += address_length(begin);
	guard = strrchr(begin, '[');
	if (guard && guard > begin)
		reason = strndup(begin, (size_t)(guard - 1 - begin));
	vpb_language_add(reason ? reason : begin, text);
	vpb_text_add(text, "%s%s", reason ? " " : "", reason ? guard : "");
}
