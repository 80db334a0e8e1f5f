/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LIST_PICK_H
#define VPB_CLI_LIST_PICK_H

#include "columns.h"

/* Columns by their names. */

enum {
	VPB_LIST_COLUMNS_MAX = 40,
};

/* Adds those that have these names, with commas between; false for a wrong one, which is said. */
bool vpb_list_columns_add(const char *names,
	const struct vpb_list_column *columns[VPB_LIST_COLUMNS_MAX], size_t *count);

#endif
