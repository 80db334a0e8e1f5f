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
