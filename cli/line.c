/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "line.h"

#include <stdarg.h>
#include <stdio.h>

#include "../helper/base/printable.h"

/* Up to the byte `end`, or to the end of the text. Returns what is left. */
static const char *printable_print(const char *text, char end)
{
	char piece[VPB_PRINTABLE_BYTES];

	while (*text && *text != end) {
		text += vpb_printable_take(text, UINT32_MAX, piece);
		fputs(piece, stdout);
	}
	return text;
}

void vpb_line_print(const char *format, ...)
{
	VPB_CLEANUP(vpb_freep) char *line = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&line, format, args) < 0)
		line = NULL;
	va_end(args);
	printable_print(line ? line : "(out of memory)", '\0');
	putchar('\n');
}

void vpb_lines_print(const char *text)
{
	while (*(text = printable_print(text, '\n'))) {
		putchar('\n');
		text++;
	}
}
