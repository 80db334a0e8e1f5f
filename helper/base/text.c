/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "printable.h"

void vpb_text_done(struct vpb_text *text)
{
	free(text->data);
	*text = (struct vpb_text){};
}

static bool text_reserve(struct vpb_text *text, size_t more)
{
	size_t room = text->room_bytes ? text->room_bytes : 256;
	char *data;

	if (more >= SIZE_MAX / 2 - text->length)
		return false;
	while (room < text->length + more + 1)
		room *= 2;
	if (room == text->room_bytes)
		return true;
	data = realloc(text->data, room);
	if (!data)
		return false;
	text->data = data;
	text->room_bytes = room;
	return true;
}

void vpb_text_add(struct vpb_text *text, const char *format, ...)
{
	va_list args, again;
	int length;

	va_start(args, format);
	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, args);
	if (length < 0 || !text_reserve(text, (size_t)length)) {
		text->failed = true;
	} else {
		vsnprintf(text->data + text->length, (size_t)length + 1, format, again);
		text->length += (size_t)length;
	}
	va_end(again);
	va_end(args);
}

void vpb_text_add_bytes(struct vpb_text *text, const void *bytes, size_t length)
{
	if (!text_reserve(text, length)) {
		text->failed = true;
		return;
	}
	if (length)
		memcpy(text->data + text->length, bytes, length);
	text->length += length;
	text->data[text->length] = '\0';
}

int vpb_text_error(const struct vpb_text *text)
{
	return text->failed ? -ENOMEM : 0;
}

static void add_up_to(struct vpb_text *text, const char *from, uint32_t last)
{
	char piece[VPB_PRINTABLE_BYTES];

	while (*from) {
		from += vpb_printable_take(from, last, piece);
		vpb_text_add_bytes(text, piece, strlen(piece));
	}
}

void vpb_text_add_printable(struct vpb_text *text, const char *from)
{
	add_up_to(text, from, UINT32_MAX);
}

void vpb_text_add_ascii(struct vpb_text *text, const char *from)
{
	add_up_to(text, from, 0x7f);
}

const char *vpb_word_cut(const char *word, char buffer[VPB_WORD_BYTES])
{
	char piece[VPB_PRINTABLE_BYTES];
	size_t length = 0, cut = 0;

	buffer[0] = '\0';
	while (*word) {
		word += vpb_printable_take(word, UINT32_MAX, piece);
		if (length + strlen(piece) >= VPB_WORD_BYTES) {
			strcpy(buffer + cut, "...");
			break;
		}
		strcpy(buffer + length, piece);
		length += strlen(piece);
		/* A letter is cut off as a whole. */
		if (length <= VPB_WORD_BYTES - sizeof("..."))
			cut = length;
	}
	return buffer;
}

size_t vpb_word_find(const char *const words[], size_t count, const char *word)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return count;
}

bool vpb_word_has_start(const char *word, const char *start)
{
	return word && strncmp(word, start, strlen(start)) == 0;
}

bool vpb_word_has_end(const char *word, const char *end)
{
	size_t length = word ? strlen(word) : 0, end_length = strlen(end);

	return word && length >= end_length &&
	       strcmp(word + length - end_length, end) == 0;
}

/* A byte of zero would end the string that it is put into. */
size_t vpb_word_escape(const char *text, char *ret_byte)
{
	static const char digits[] = "0123456789abcdef";
	const char *high, *low;

	if (text[0] != '\\' || text[1] != 'x' || !text[2] || !text[3])
		return 0;
	high = strchr(digits, tolower((unsigned char)text[2]));
	low = strchr(digits, tolower((unsigned char)text[3]));
	if (!high || !low || (high == digits && low == digits))
		return 0;
	*ret_byte = (char)((high - digits) << 4 | (low - digits));
	return 4;
}
