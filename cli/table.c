/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include <errno.h>

void vpb_table_unrefp(struct libscols_table **table)
{
	scols_unref_table(*table);
}

struct libscols_table *vpb_table_new(
	const struct vpb_table_column *columns, size_t column_count)
{
	struct libscols_table *table = scols_new_table();

	for (size_t i = 0; table && i < column_count; i++)
		if (!scols_table_new_column(
			    table, columns[i].name, columns[i].width, columns[i].flags)) {
			scols_unref_table(table);
			return NULL;
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
