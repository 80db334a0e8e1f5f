/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "line.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "../../helper/base/printable.h"
#include "../../helper/base/text.h"
#include "language.h"
#include "screen.h"

/* Up to there, and how many columns that takes. Prints where there is a file. */
static size_t piece_put(const char *text, const char *end, FILE *file)
{
	char piece[VPB_PRINTABLE_BYTES];
	size_t width = 0;

	while (text < end) {
		uint32_t letter;
		size_t length = vpb_utf8_length(text, &letter);
		int columns = length && letter >= 0x80 ? wcwidth((wchar_t)letter) : -1;

		text += vpb_printable_take(text, UINT32_MAX, piece);
		width += columns >= 0 ? (size_t)columns : strlen(piece);
		if (file)
			fputs(piece, file);
	}
	return width;
}

/* Where a line goes, and its mark, which a wrap may not cut: it is a word. */
struct mark {
	FILE *file;
	size_t width;
	const char *begin, *end; /* NULL for none */
	const char *color;
};

static void word_put(const char *text, const char *end, const struct mark *mark)
{
	bool is_marked = mark->begin && mark->begin >= text && mark->end <= end;

	if (!is_marked) {
		piece_put(text, end, mark->file);
		return;
	}
	piece_put(text, mark->begin, mark->file);
	fputs(mark->color, mark->file);
	piece_put(mark->begin, mark->end, mark->file);
	fputs(VPB_COLOR_END, mark->file);
	piece_put(mark->end, end, mark->file);
}

/*
 * What follows a wrap stands below the sentence's second word; a fix below its first, and the meaning of an
 * option, which stands after several blanks, likewise.
 */
static size_t hang_of(const char *text, const char *end)
{
	size_t indent = strspn(text, " ");
	const char *fix = _("fix: "), *gap = strstr(text + indent, "  ");

	if (indent && gap && gap < end)
		return piece_put(text, gap + strspn(gap, " "), NULL);
	return indent + (vpb_word_has_start(text + indent, fix)
					? piece_put(fix, fix + strlen(fix), NULL)
					: 2);
}

/* Stops that no line begins with, in writings whose letters take two columns. */
static bool is_stop(uint32_t letter)
{
	return letter == 0x3001 || letter == 0x3002 || letter == 0xff0c ||
	       letter == 0xff1a || letter == 0xff1b || letter == 0xff09 ||
	       letter == 0x201d;
}

/* Up to the next place for a wrap: a blank, or either side of a letter that takes two columns. */
static size_t word_length(const char *word)
{
	bool is_after_wide = false;
	size_t length = 0;

	while (word[length] && word[length] != ' ' && word[length] != '\n') {
		uint32_t letter = 0;
		size_t bytes = vpb_utf8_length(word + length, &letter);
		bool is_wide = letter >= 0x1100 && wcwidth((wchar_t)letter) == 2;

		if (length && (is_wide || is_after_wide) && !is_stop(letter))
			break;
		length += bytes ? bytes : 1;
		is_after_wide = is_wide;
	}
	return length;
}

static void sentence_put(const char *text, const char *end, const struct mark *mark)
{
	size_t hang = hang_of(text, end), column = 0;

	while (text < end) {
		size_t blanks = strspn(text, " ");
		const char *word = text + blanks < end ? text + blanks : end;
		size_t length = word_length(word);
		const char *stop = word + length < end ? word + length : end;
		size_t columns = piece_put(word, stop, NULL);

		if (column > hang && column + blanks + columns > mark->width) {
			fprintf(mark->file, "\n%*s", (int)hang, "");
			column = hang;
			blanks = 0;
		}
		fprintf(mark->file, "%*s", (int)blanks, "");
		word_put(word, stop, mark);
		column += blanks + columns;
		text = stop;
	}
	putc('\n', mark->file);
}

void vpb_sentences_print(const char *text, const char *mark, const char *color)
{
	struct mark found = {.file = stdout, .width = vpb_screen_width(), .color = color};

	if (mark && vpb_screen_has_color() && (found.begin = strstr(text, mark)))
		found.end = found.begin + strlen(mark);
	while (*text) {
		const char *end = text + strcspn(text, "\n");

		sentence_put(text, end, &found);
		text = end + (*end == '\n');
	}
}

/* Whether the next line of a help goes on with what this one says, which is full; `hang` is where it stands then. */
static bool goes_on(const char *line, const char *end, size_t hang)
{
	enum { FULL_COLUMNS = 60 };
	const char *next = end + (*end == '\n');

	return end > line && *next && *next != '\n' && strspn(next, " ") == hang &&
	       (end[-1] & 0x80) == 0 && piece_put(line, end, NULL) > FULL_COLUMNS;
}

void vpb_help_print(const char *text)
{
	enum { HELP_COLUMNS = 90 };
	VPB_CLEANUP(vpb_text_done) struct vpb_text joined = {};
	bool is_joined = false;
	size_t hang = 0;

	if (vpb_screen_width() >= HELP_COLUMNS) {
		fputs(text, stdout);
		return;
	}
	while (*text) {
		const char *end = text + strcspn(text, "\n");

		if (!is_joined)
			hang = *text == ' ' ? hang_of(text, end) : 0;
		is_joined = goes_on(text, end, hang);
		vpb_text_add_bytes(&joined, text, (size_t)(end - text));
		vpb_text_add(&joined, "%s", is_joined ? " " : *end ? "\n" : "");
		text = end + (*end == '\n');
		text += is_joined ? strspn(text, " ") : 0;
	}
	vpb_sentences_print(joined.data ? joined.data : "", NULL, NULL);
}

void vpb_line_print(const char *format, ...)
{
	VPB_CLEANUP(vpb_freep) char *line = NULL;
	VPB_CLEANUP(vpb_text_done) struct vpb_text printable = {};
	va_list args;

	va_start(args, format);
	if (vasprintf(&line, _(format), args) < 0)
		line = NULL;
	va_end(args);
	/* A newline in it is no end of the line. */
	vpb_text_add_printable(&printable, line ? line : "(out of memory)");
	vpb_sentences_print(
		printable.data ? printable.data : "(out of memory)", NULL, NULL);
}

void vpb_error_line_print(const char *line)
{
	const struct mark none = {.file = stderr, .width = vpb_screen_error_width()};

	sentence_put(line, line + strlen(line), &none);
}

void vpb_lines_print(const char *text)
{
	while (*text) {
		const char *end = text + strcspn(text, "\n");

		piece_put(text, end, stdout);
		if (*end)
			putchar('\n');
		text = end + (*end == '\n');
	}
}
