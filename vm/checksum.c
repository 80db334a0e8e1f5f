/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "checksum.h"

#include <string.h>

uint64_t vpb_checksum(const char *bytes, size_t length)
{
	uint64_t sum = UINT64_C(0xcbf29ce484222325);

	while (length--)
		sum = (sum ^ (unsigned char)*bytes++) * UINT64_C(0x100000001b3);
	return sum;
}

uint64_t vpb_checksum_lines(const char *text)
{
	uint64_t sum = 0;

	while (*text) {
		size_t length = strcspn(text, "\n");

		sum += vpb_checksum(text, length);
		text += length + (text[length] == '\n');
	}
	return sum;
}
