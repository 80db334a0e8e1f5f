/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "printable.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

size_t vpb_utf8_length(const char *text, uint32_t *ret_letter)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char first = (unsigned char)*text;
	size_t length = first < 0x80	   ? 1
			: first >> 5 == 6  ? 2
			: first >> 4 == 14 ? 3
			: first >> 3 == 30 ? 4
					   : 0;
	uint32_t letter = length == 1 ? first : first & (0x7fU >> length);

	for (size_t i = 1; i < length; i++) {
		if (((unsigned char)text[i] & 0xc0) != 0x80)
			return 0;
		letter = letter << 6 | ((unsigned char)text[i] & 0x3f);
	}
	if (length > 1 && (letter < least[length] || letter > 0x10ffff ||
				  (letter >= 0xd800 && letter <= 0xdfff)))
		return 0;
	*ret_letter = letter;
	return length;
}

static bool is_control(uint32_t letter)
{
	return letter < ' ' || (letter >= 0x7f && letter < 0xa0);
}

size_t vpb_printable_take(
	const char *from, uint32_t last, char ret_piece[VPB_PRINTABLE_BYTES])
{
	uint32_t letter;
	size_t length = vpb_utf8_length(from, &letter);

	if (!length || letter > last || is_control(letter)) {
		/* Byte by byte: none of those that follow begins a letter. */
		snprintf(ret_piece, VPB_PRINTABLE_BYTES, "\\x%02x", (unsigned char)*from);
		return 1;
	}
	memcpy(ret_piece, from, length);
	ret_piece[length] = '\0';
	return length;
}
