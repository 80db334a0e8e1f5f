/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_TABLE_H
#define VPB_CLI_TABLE_H

#include <libsmartcols/libsmartcols.h>
#include <stdbool.h>
#include <stddef.h>

#include "../helper/base/cleanup.h"

/* Tables of libsmartcols for what a person or a program reads. */

struct vpb_table_column {
	const char *name;
	int flags; /* SCOLS_FL_* */
	double width; /* libsmartcols' hint */
	int json_type; /* SCOLS_JSON_* */
};

/* NULL when memory is out; `name` is the table's key in JSON. */
struct libscols_table *vpb_table_new(const char *name,
	const struct vpb_table_column *columns, size_t column_count, bool is_json);
void vpb_table_unrefp(struct libscols_table **table);

/* One line; an empty or NULL cell is null in JSON. A boolean is "1" or "0". 0 or -ENOMEM. */
int vpb_table_add(struct libscols_table *table, const char *const cells[],
	size_t cell_count) VPB_MUST_CHECK;

/*
 * Prints one table as JSON to stdout, arrays (SCOLS_JSON_ARRAY_STRING) without anything in them
 * as []. 0 or -errno.
 */
int vpb_table_print_json(struct libscols_table *table) VPB_MUST_CHECK;

/* Prints several tables as one JSON object to stdout. 0 or -errno. */
int vpb_tables_print_json(
	struct libscols_table *const tables[], size_t table_count) VPB_MUST_CHECK;

#endif
