/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel_line.h"

#include <string.h>

static bool is_blank(char c)
{
	return c && strchr(VPB_KERNEL_BLANKS, c);
}

size_t vpb_kernel_word_length(const char *text)
{
	bool quoted = false;
	size_t length;

	for (length = 0; text[length] && (quoted || !is_blank(text[length])); length++)
		quoted ^= text[length] == '"';
	return length;
}

const char *vpb_kernel_word_next(const char *text)
{
	text += vpb_kernel_word_length(text);
	return text + strspn(text, VPB_KERNEL_BLANKS);
}

bool vpb_kernel_word_has_key(const char *text, const char *key)
{
	for (; *key; text++, key++)
		if ((*text == '-' ? '_' : *text) != (*key == '-' ? '_' : *key))
			return false;
	return *text == '=';
}

const char *vpb_kernel_line_find(const char *line, const char *key)
{
	const char *word = line + strspn(line, VPB_KERNEL_BLANKS);

	while (*word && !vpb_kernel_word_has_key(word, key))
		word = vpb_kernel_word_next(word);
	return *word ? word : NULL;
}

bool vpb_kernel_word_is_end(const char *text)
{
	return vpb_kernel_word_length(text) == 2 && strncmp(text, "--", 2) == 0;
}

const char *vpb_kernel_line_end(const char *line)
{
	const char *word = line + strspn(line, VPB_KERNEL_BLANKS);

	while (*word && !vpb_kernel_word_is_end(word))
		word = vpb_kernel_word_next(word);
	return word;
}

/*
 * The quote at the start of the word and the one at the start of the value go, with the one at
 * the end; key and value stay together, for callers that look at both.
 */
static void quotes_remove(char *text, char *end, struct vpb_kernel_word *word)
{
	char *key = text + (*text == '"'), *value = strchr(key, '=');
	bool is_value_quoted = false;

	if (value && *++value == '"') {
		memmove(value, value + 1, strlen(value));
		end--;
		is_value_quoted = true;
	}
	if ((is_value_quoted || key != text) && end > (value ? value : key) &&
		end[-1] == '"')
		end[-1] = '\0';
	word->key_column += (unsigned int)(key - text);
	word->value_column =
		value ? word->key_column + (unsigned int)(value - key) + is_value_quoted
		      : 0;
	word->key = key;
	word->value = value;
}

bool vpb_kernel_line_cut(struct vpb_kernel_line *line, struct vpb_kernel_word *ret_word)
{
	char *text = line->rest + strspn(line->rest, VPB_KERNEL_BLANKS);
	char *end = text + vpb_kernel_word_length(text);

	if (!*text)
		return false;
	line->rest = *end ? end + 1 : end;
	*end = '\0';
	*ret_word = (struct vpb_kernel_word){
		.key_column = (unsigned int)(text - line->start) + 1};
	quotes_remove(text, end, ret_word);
	return true;
}
