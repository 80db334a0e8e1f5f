/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LIST_COLUMNS_H
#define VPB_CLI_LIST_COLUMNS_H

#include <libsmartcols/libsmartcols.h>

#include "row.h"

/* The columns of `list`: a new one is a function and a row in columns.c. */

struct vpb_list_column {
	const char *name;
	const char *help;
	int flags; /* SCOLS_FL_*, for the text */
	double width; /* libsmartcols' hint */
	int json_type; /* SCOLS_JSON_* */
	/*
	 * Adds what stands in the cell; nothing leaves it empty, null in JSON. Of a boolean:
	 * "yes" and "no".
	 */
	void (*add)(const struct vpb_list_row *row, struct vpb_text *text);
};

extern const struct vpb_list_column vpb_list_columns[];
extern const size_t vpb_list_column_count;

/* By its name, in upper or lower case; NULL where there is none. */
const struct vpb_list_column *vpb_list_column_find(const char *name);

#endif
