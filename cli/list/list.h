/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LIST_LIST_H
#define VPB_CLI_LIST_LIST_H

#include <pci/pci.h>

#include "pick.h"

/* What `list` was asked for, and what it found. */
struct vpb_list {
	const struct vpb_list_column *columns[VPB_LIST_COLUMNS_MAX];
	size_t column_count;
	/* In JSON by their order, in a tree or a table by what people want to know first. */
	bool is_json, is_tree, is_dump;
	bool is_for_people; /* the usual table: as much as the terminal's width has room for */
	bool with_bridges, no_headings, has_filter;
	struct pci_filter filter;
	struct vpb_inventory inventory;
	struct vpb_groups groups;
	struct vpb_facts facts;
	struct vpb_usables usables;
};

/* Prints the table to stdout. Returns 0 or -errno. */
int vpb_list_print(struct vpb_list *list) VPB_MUST_CHECK;

#endif
