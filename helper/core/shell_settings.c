/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shell_settings.h"

#include <errno.h>
#include <string.h>

#define BLANKS " \t\r"

void vpb_settings_done(struct vpb_setting *settings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		vpb_text_done(&settings[i].value);
		vpb_text_done(&settings[i].file);
	}
}

/* The length of "NAME" before '=' or '+=', or 0. */
static size_t name_length(const char *line)
{
	size_t length =
		strspn(line, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			     "0123456789_");

	return line[length] == '=' || (line[length] == '+' && line[length + 1] == '=')
		       ? length
		       : 0;
}

static struct vpb_setting *setting_find(
	struct vpb_setting *settings, size_t count, const char *name, size_t length)
{
	for (size_t i = 0; length && i < count; i++)
		if (strlen(settings[i].name) == length &&
			memcmp(settings[i].name, name, length) == 0)
			return &settings[i];
	return NULL;
}

/* Adds the value without its quotes; blanks and ends of lines separate words in quotes and lists. */
static const char *value_take(const char *text, struct vpb_text *value)
{
	char quote = '\0';
	bool is_list = *text == '(';

	for (text += is_list; *text; text++) {
		if (*text == quote) {
			quote = '\0';
		} else if (!quote && (*text == '"' || *text == '\'')) {
			quote = *text;
		} else if (is_list && !quote && *text == ')') {
			return text + 1;
		} else if (is_list && !quote && *text == '#') {
			text += strcspn(text, "\n") - 1;
		} else if (!is_list && !quote && strchr(BLANKS "\n;#", *text)) {
			return text;
		} else {
			vpb_text_add_bytes(
				value, strchr(BLANKS "\n", *text) ? " " : text, 1);
		}
	}
	return text;
}

static int setting_take(
	struct vpb_setting *setting, const char *file, const char **text, size_t length)
{
	bool is_added = (*text)[length] == '+';

	*text += length + 1 + is_added;
	if (!is_added)
		vpb_text_done(&setting->value);
	vpb_text_add(&setting->value, " ");
	*text = value_take(*text, &setting->value);
	vpb_text_done(&setting->file);
	vpb_text_add(&setting->file, "%s", file);
	return vpb_text_error(&setting->value) < 0 ? -ENOMEM
						   : vpb_text_error(&setting->file);
}

int vpb_settings_parse(
	struct vpb_setting *settings, size_t count, const char *file, const char *text)
{
	int r = 0;

	while (r == 0 && *text) {
		struct vpb_setting *setting;
		size_t length;

		text += strspn(text, BLANKS "\n;");
		if (vpb_word_has_start(text, "export "))
			text += strlen("export ");
		length = name_length(text);
		setting = setting_find(settings, count, text, length);
		if (setting)
			r = setting_take(setting, file, &text, length);
		else
			text += strcspn(text, "\n");
	}
	return r;
}
