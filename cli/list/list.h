/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LIST_LIST_H
#define VPB_CLI_LIST_LIST_H

#include <pci/pci.h>

#include "columns.h"

enum {
	VPB_LIST_COLUMNS_MAX = 32,
};

/* What `list` was asked for, and what it found. */
struct vpb_list {
	const struct vpb_list_column *columns[VPB_LIST_COLUMNS_MAX];
	size_t column_count;
	bool is_json, is_tree, is_dump;
	struct pci_filter filter;
	struct vpb_inventory inventory;
	struct vpb_groups groups;
};

/* Columns of the terminal that stdout is; SIZE_MAX where it is none, and nothing has to fit. */
size_t vpb_list_width(void);

/* Prints the table to stdout. Returns 0 or -errno. */
int vpb_list_print(const struct vpb_list *list) VPB_MUST_CHECK;

#endif
