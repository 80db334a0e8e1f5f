/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_TABLE_H
#define VPB_CLI_TABLE_H

#include <libsmartcols/libsmartcols.h>
#include <stddef.h>

#include "../helper/base/cleanup.h"

/* Tables of libsmartcols for what a person reads. */

struct vpb_table_column {
	const char *name;
	int flags; /* SCOLS_FL_* */
	double width; /* libsmartcols' hint */
};

/* NULL when memory is out. */
struct libscols_table *vpb_table_new(
	const struct vpb_table_column *columns, size_t column_count);
void vpb_table_unrefp(struct libscols_table **table);

/* One line. 0 or -ENOMEM. */
int vpb_table_add(struct libscols_table *table, const char *const cells[],
	size_t cell_count) VPB_MUST_CHECK;

#endif
