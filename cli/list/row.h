/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LIST_ROW_H
#define VPB_CLI_LIST_ROW_H

#include "../groups.h"
#include "../usable.h"

/* A line of the table: a device, or in a tree the group above some. */
struct vpb_list_row {
	const struct vpb_inventory *inventory;
	const struct vpb_groups *groups;
	const struct vpb_usables *usables; /* empty where no column asks for them */
	size_t device; /* of a group: its first */
	bool is_group;
	/* What separates the parts of a cell that has several. */
	const char *separator;
	bool is_short; /* names, for a person */
	bool without_domain; /* addresses: all are in domain 0 */
};

const struct vpb_device *vpb_list_row_device(const struct vpb_list_row *row);
const struct vpb_item *vpb_list_row_item(const struct vpb_list_row *row);

/* In the one form of this table. */
void vpb_list_address_add(const struct vpb_list_row *row, struct vpb_address address,
	struct vpb_text *text);

/* What stands between two parts of a cell. */
void vpb_list_separator_add(const struct vpb_list_row *row, struct vpb_text *text);

#endif
