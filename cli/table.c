/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void vpb_table_unrefp(struct libscols_table **table)
{
	scols_unref_table(*table);
}

struct libscols_table *vpb_table_new(const char *name,
	const struct vpb_table_column *columns, size_t column_count, bool is_json)
{
	struct libscols_table *table = scols_new_table();

	if (!table || scols_table_set_name(table, name) < 0 ||
		(is_json && scols_table_enable_json(table, 1) < 0)) {
		scols_unref_table(table);
		return NULL;
	}
	for (size_t i = 0; i < column_count; i++) {
		struct libscols_column *column = scols_table_new_column(
			table, columns[i].name, columns[i].width, columns[i].flags);

		if (!column ||
			scols_column_set_json_type(column, columns[i].json_type) < 0) {
			scols_unref_table(table);
			return NULL;
		}
	}
	return table;
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

/* How long "[ null ]" is here, with blanks and newlines; 0 where something else stands here. */
static size_t blank_array_length(const char *text)
{
	size_t at = 1 + strspn(text + 1, " \n");

	if (strncmp(text, "[\n", 2) != 0 || strncmp(text + at, "null", 4) != 0)
		return 0;
	at += 4;
	at += strspn(text + at, " \n");
	return text[at] == ']' ? at + 1 : 0;
}

int vpb_table_print_json(struct libscols_table *table)
{
	VPB_CLEANUP(vpb_freep) char *text = NULL;
	int r = scols_print_table_to_string(table, &text);

	if (r < 0)
		return r;
	/* The library says so for an array of nothing. A newline is in no string. */
	for (const char *at = text; *at;) {
		size_t length = blank_array_length(at);

		if (length)
			fputs("[]", stdout);
		else
			putchar(*at);
		at += length ? length : 1;
	}
	return 0;
}

/* The library prints each table as an object of its own: what is between the braces is joined. */
int vpb_tables_print_json(struct libscols_table *const tables[], size_t table_count)
{
	printf("{");
	for (size_t i = 0; i < table_count; i++) {
		VPB_CLEANUP(vpb_freep) char *text = NULL;
		int r = scols_print_table_to_string(tables[i], &text);
		char *end = text ? strrchr(text, '}') : NULL;

		if (r < 0 || !end || end == text)
			return r < 0 ? r : -ENOMEM;
		/* And the newline before the last brace. */
		end[-1] = '\0';
		printf("%s%s", i ? "," : "", strchr(text, '{') + 1);
	}
	printf("\n}\n");
	return 0;
}
