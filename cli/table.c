/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include <errno.h>
#include <langinfo.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "../helper/base/printable.h"
#include "../helper/base/text.h"
#include "../host/terminal/language.h"
#include "../host/terminal/screen.h"

enum {
	TREE_INDENT = 2, /* of a line below another one */
	TURNS = 4,
};

void vpb_table_unrefp(struct libscols_table **table)
{
	scols_unref_table(*table);
}

static struct libscols_table *table_new(
	const struct vpb_table_column *columns, size_t column_count, bool is_translated)
{
	struct libscols_table *table = scols_new_table();

	for (size_t i = 0; table && i < column_count; i++) {
		struct libscols_column *column = scols_table_new_column(table,
			is_translated ? _(columns[i].name) : columns[i].name, 0,
			columns[i].flags);

		/* A line of its own for each part, and no other place to break. */
		if (!column ||
			(columns[i].flags & SCOLS_FL_WRAP &&
				(scols_column_set_safechars(column, "\n") < 0 ||
					scols_column_set_wrapfunc(column,
						scols_wrapnl_chunksize,
						scols_wrapnl_nextchunk, NULL) < 0))) {
			scols_unref_table(table);
			return NULL;
		}
	}
	return table;
}

struct libscols_table *vpb_table_new(
	const struct vpb_table_column *columns, size_t column_count)
{
	return table_new(columns, column_count, false);
}

struct libscols_table *vpb_table_new_translated(
	const struct vpb_table_column *columns, size_t column_count)
{
	return table_new(columns, column_count, true);
}

int vpb_table_add(
	struct libscols_table *table, const char *const cells[], size_t cell_count)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);
	int r = line ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < cell_count; i++)
		if (cells[i] && *cells[i])
			r = scols_line_set_data(line, i, cells[i]);
	return r;
}

/* The bytes of the letter that the text begins with, and the columns that it takes. */
static size_t letter_take(const char *text, size_t *ret_columns)
{
	char piece[VPB_PRINTABLE_BYTES];
	uint32_t letter;
	size_t length = vpb_utf8_length(text, &letter);
	int columns = length ? wcwidth((wchar_t)letter) : -1;
	size_t taken = vpb_printable_take(text, UINT32_MAX, piece);

	*ret_columns = columns >= 0 ? (size_t)columns : strlen(piece);
	return taken;
}

/* That of the widest of its lines. */
static size_t text_width(const char *text)
{
	size_t widest = 0, width = 0, columns;

	while (text && *text) {
		if (*text == '\n') {
			width = 0;
			text++;
			continue;
		}
		text += letter_take(text, &columns);
		width += columns;
		widest = width > widest ? width : widest;
	}
	return widest;
}

static size_t cell_width(struct libscols_line *line, size_t column, bool is_tree)
{
	struct libscols_cell *cell = scols_line_get_cell(line, column);
	bool is_below = is_tree && scols_line_get_parent(line);

	return (cell ? text_width(scols_cell_get_data(cell)) : 0) +
	       (is_below ? TREE_INDENT : 0);
}

/* Lines are not asked for by number: the library would count from the first one each time. */
static void iter_freep(struct libscols_iter **iter)
{
	scols_free_iter(*iter);
}

/* Where memory is out, as if there were no lines: what is printed is then wider. */
static size_t column_width(struct libscols_table *table, size_t index)
{
	VPB_CLEANUP(iter_freep)
	struct libscols_iter *lines = scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_line *line;
	struct libscols_column *column = scols_table_get_column(table, index);
	size_t widest = scols_table_is_noheadings(table)
				? 0
				: text_width(scols_cell_get_data(
					  scols_column_get_header(column)));

	while (lines && scols_table_next_line(table, lines, &line) == 0) {
		size_t width = cell_width(line, index, scols_column_is_tree(column));

		widest = width > widest ? width : widest;
	}
	return widest;
}

/* What a column can give, and what it has to keep. */
static size_t slack_of(
	struct libscols_table *table, const struct vpb_table_column *column, size_t index)
{
	size_t width = column_width(table, index);

	return column->shrink.turn && width > column->shrink.least
		       ? width - column->shrink.least
		       : 0;
}

/* With one blank between columns. */
static size_t table_width(struct libscols_table *table)
{
	size_t count = scols_table_get_ncols(table), width = count - 1;

	for (size_t i = 0; i < count; i++)
		width += column_width(table, i);
	return width;
}

size_t vpb_table_least(
	struct libscols_table *table, const struct vpb_table_column *columns)
{
	size_t width = table_width(table);

	for (size_t i = 0; i < scols_table_get_ncols(table); i++)
		width -= slack_of(table, &columns[i], i);
	return width;
}

size_t vpb_table_cut(const char *text, size_t width)
{
	const char *at = text;
	size_t columns;

	while (*at) {
		size_t bytes = letter_take(at, &columns);

		if (columns > width)
			break;
		width -= columns;
		at += bytes;
	}
	return (size_t)(at - text);
}

static int cell_cut(struct libscols_line *line, size_t column, size_t width)
{
	bool is_unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	const char *ellipsis = is_unicode ? "\xe2\x80\xa6" : "...";
	struct libscols_cell *cell = scols_line_get_cell(line, column);
	const char *data = cell ? scols_cell_get_data(cell) : NULL;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	size_t length;

	if (!data || text_width(data) <= width)
		return 0;
	length = vpb_table_cut(data, width - (is_unicode ? 1 : 3));
	while (length && data[length - 1] == ' ')
		length--;
	vpb_text_add_bytes(&text, data, length);
	vpb_text_add(&text, "%s", ellipsis);
	return vpb_text_error(&text) < 0 ? -ENOMEM : scols_cell_set_data(cell, text.data);
}

static int column_cut(struct libscols_table *table, size_t column, size_t width)
{
	VPB_CLEANUP(iter_freep)
	struct libscols_iter *lines = scols_new_iter(SCOLS_ITER_FORWARD);
	struct libscols_line *line;
	int r = lines ? 0 : -ENOMEM;

	while (r == 0 && scols_table_next_line(table, lines, &line) == 0)
		r = cell_cut(line, column, width);
	return r;
}

static int table_fit(struct libscols_table *table, const struct vpb_table_column *columns,
	size_t width)
{
	size_t wanted = table_width(table), over = wanted > width ? wanted - width : 0;
	int r = 0;

	for (unsigned int turn = 1; turn < TURNS; turn++)
		for (size_t i = 0; r == 0 && i < scols_table_get_ncols(table); i++) {
			size_t slack = slack_of(table, &columns[i], i);
			size_t less = slack < over ? slack : over;

			if (columns[i].shrink.turn != turn || !less)
				continue;
			r = column_cut(table, i, column_width(table, i) - less);
			over -= less;
		}
	return r;
}

int vpb_table_print(struct libscols_table *table, const struct vpb_table_column *columns)
{
	size_t width = vpb_screen_width();
	int r = width == SIZE_MAX ? 0 : table_fit(table, columns, width);

	if (r < 0)
		return r;
	scols_table_enable_colors(table, vpb_screen_has_color());
	/* Nothing else is left to be cut; where it does not fit the terminal breaks the lines. */
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	return scols_print_table(table);
}

char *vpb_table_text(struct libscols_table *table, const struct vpb_table_column *columns,
	size_t width)
{
	char *text = NULL;

	if (table_fit(table, columns, width) < 0)
		return NULL;
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	return scols_print_table_to_string(table, &text) < 0 ? NULL : text;
}
