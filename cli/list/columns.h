/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LIST_COLUMNS_H
#define VPB_CLI_LIST_COLUMNS_H

#include "../table.h"
#include "row.h"

/* The columns of `list`: a new one is a function and a row in columns.c. */

/* What a column's cells are for programs; for a person all is text. */
enum vpb_list_type {
	VPB_LIST_TEXT,
	VPB_LIST_NUMBER,
	VPB_LIST_BOOLEAN, /* "yes" and "no" */
	VPB_LIST_PARTS, /* separated as vpb_list_separator_add() does it */
};

struct vpb_list_column {
	const char *name; /* in small letters it is the key in JSON */
	const char *help;
	int flags; /* SCOLS_FL_*, for the text */
	struct vpb_table_shrink shrink; /* for the text */
	enum vpb_list_type type;
	bool is_of_group; /* a group has it too */
	/* Adds what stands in the cell; nothing leaves it empty, null in JSON. */
	void (*add)(const struct vpb_list_row *row, struct vpb_text *text);
};

extern const struct vpb_list_column vpb_list_columns[];
extern const size_t vpb_list_column_count;

/* By its name, in upper or lower case; NULL where there is none. */
const struct vpb_list_column *vpb_list_column_find(const char *name);

#endif
