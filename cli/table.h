/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_TABLE_H
#define VPB_CLI_TABLE_H

#include <libsmartcols/libsmartcols.h>
#include <stddef.h>

#include "../helper/base/cleanup.h"

/*
 * Tables of libsmartcols for what a person reads. On a terminal a table is made to fit by cutting cells,
 * with an ellipsis, of the columns that say how; all others, such as addresses, are never cut.
 */
struct vpb_table_shrink {
	unsigned int turn; /* the lowest is cut first; 0 for never */
	size_t least; /* columns of the terminal */
};

struct vpb_table_column {
	const char *name;
	int flags; /* SCOLS_FL_* */
	struct vpb_table_shrink shrink;
};

/* NULL when memory is out. */
struct libscols_table *vpb_table_new(
	const struct vpb_table_column *columns, size_t column_count);
/* The same with the columns' names, messages of po/, in the language of who reads. */
struct libscols_table *vpb_table_new_translated(
	const struct vpb_table_column *columns, size_t column_count);
void vpb_table_unrefp(struct libscols_table **table);

/* One line. 0 or -ENOMEM. */
int vpb_table_add(struct libscols_table *table, const char *const cells[],
	size_t cell_count) VPB_MUST_CHECK;

/* Columns of the terminal that it takes when all that may shrink is cut to the least. */
size_t vpb_table_least(
	struct libscols_table *table, const struct vpb_table_column *columns);

/* Makes it fit, and prints it to stdout. 0 or -errno. */
int vpb_table_print(struct libscols_table *table,
	const struct vpb_table_column *columns) VPB_MUST_CHECK;

/* The same as text for so many columns, on the heap; NULL where memory is out. */
char *vpb_table_text(struct libscols_table *table, const struct vpb_table_column *columns,
	size_t width);

/* Bytes of the text that fit into so many columns. */
size_t vpb_table_cut(const char *text, size_t width);

#endif
