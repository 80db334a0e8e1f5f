/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "list.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "../table.h"

size_t vpb_list_width(void)
{
	struct libscols_table *table = isatty(STDOUT_FILENO) ? scols_new_table() : NULL;
	size_t width = table ? scols_table_get_termwidth(table) : SIZE_MAX;

	scols_unref_table(table);
	return width;
}

/* pci_filter_match() wants libpci's own device, which was given back after the scan. */
static bool is_wanted(const struct pci_filter *filter, const struct vpb_device *device)
{
	const struct vpb_address *address = &device->address;

	return (filter->domain < 0 || (uint32_t)filter->domain == address->domain) &&
	       (filter->bus < 0 || filter->bus == address->bus) &&
	       (filter->slot < 0 || filter->slot == address->device) &&
	       (filter->func < 0 || filter->func == address->function) &&
	       (filter->vendor < 0 || filter->vendor == device->vendor) &&
	       (filter->device < 0 || filter->device == device->device) &&
	       (filter->device_class < 0 ||
		       !(((unsigned int)filter->device_class ^ device->class_code) &
			       filter->device_class_mask)) &&
	       (filter->prog_if < 0 || filter->prog_if == device->prog_if);
}

static int cell_set(struct libscols_line *line, size_t number,
	const struct vpb_list_column *column, const struct vpb_list_row *row,
	bool is_json)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const char *data;

	column->add(row, &text);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	data = text.length ? text.data : NULL;
	/* The library knows a JSON boolean by its digit. */
	if (data && is_json && column->json_type == SCOLS_JSON_BOOLEAN_OPTIONAL)
		data = strcmp(data, "yes") == 0 ? "1" : "0";
	return scols_line_set_data(line, number, data);
}

static int row_print(const struct vpb_list *list, struct libscols_table *table,
	const struct vpb_list_row *row, struct libscols_line *parent,
	struct libscols_line **ret_line)
{
	struct libscols_line *line = scols_table_new_line(table, parent);
	int r = line ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < list->column_count; i++) {
		const struct vpb_list_column *column = list->columns[i];
		/* Of a group only what it is and what holds it. */
		bool shown = !row->is_group || column->flags & SCOLS_FL_TREE ||
			     strcmp(column->name, "FLAGS") == 0 ||
			     strcmp(column->name, "GROUP") == 0 ||
			     strcmp(column->name, "VIABLE") == 0;

		if (shown)
			r = cell_set(line, i, column, row, list->is_json);
	}
	*ret_line = line;
	return r;
}

/* One group of the tree, with those of its devices that are wanted; without any, nothing. */
static int group_print(const struct vpb_list *list, struct libscols_table *table,
	struct vpb_list_row row, size_t group)
{
	const struct vpb_groups *groups = &list->groups;
	struct libscols_line *parent = NULL, *line;
	int r = 0;

	for (size_t at = groups->begins[group]; r == 0 && at < groups->begins[group + 1];
		at++) {
		row.device = groups->members[at];
		if (!is_wanted(
			    &list->filter, &list->inventory.snapshot.devices[row.device]))
			continue;
		row.is_group = true;
		if (!parent)
			r = row_print(list, table, &row, NULL, &parent);
		row.is_group = false;
		if (r == 0)
			r = row_print(list, table, &row, parent, &line);
	}
	return r;
}

static int rows_print(const struct vpb_list *list, struct libscols_table *table)
{
	struct vpb_list_row row = {.inventory = &list->inventory,
		.groups = &list->groups,
		.separator = list->is_json || isatty(STDOUT_FILENO) ? "\n" : ","};
	struct libscols_line *line;
	int r = 0;

	if (list->is_tree) {
		for (size_t i = 0; r == 0 && i < list->groups.count; i++)
			r = group_print(list, table, row, i);
		return r;
	}
	for (; r == 0 && row.device < list->inventory.snapshot.device_count; row.device++)
		if (is_wanted(
			    &list->filter, &list->inventory.snapshot.devices[row.device]))
			r = row_print(list, table, &row, NULL, &line);
	return r;
}

static int columns_make(const struct vpb_list *list, struct libscols_table *table)
{
	for (size_t i = 0; i < list->column_count; i++) {
		const struct vpb_list_column *from = list->columns[i];
		int flags = from->flags & ~(list->is_tree ? 0 : SCOLS_FL_TREE);
		struct libscols_column *column =
			scols_table_new_column(table, from->name, from->width, flags);

		if (!column || scols_column_set_json_type(column, from->json_type) < 0)
			return -ENOMEM;
		/* A line of its own for each part, and no other place to break. */
		if (flags & SCOLS_FL_WRAP &&
			(scols_column_set_safechars(column, "\n") < 0 ||
				scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
					scols_wrapnl_nextchunk, NULL) < 0))
			return -ENOMEM;
	}
	return 0;
}

int vpb_list_print(const struct vpb_list *list)
{
	struct libscols_table *table = scols_new_table();
	int r = table ? 0 : -ENOMEM;

	if (r == 0 && list->is_json)
		r = scols_table_enable_json(table, 1);
	if (r == 0)
		r = scols_table_set_name(table, list->is_tree ? "groups" : "devices");
	if (r == 0)
		r = columns_make(list, table);
	if (r == 0)
		r = rows_print(list, table);
	if (r == 0)
		r = list->is_json ? vpb_table_print_json(table)
				  : scols_print_table(table);
	scols_unref_table(table);
	return r;
}
