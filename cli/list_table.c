/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "list.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

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

/* Whether the row begins a group of the tree: no wanted device before it is in the same. */
static bool begins_group(const struct vpb_list *list, size_t device)
{
	const struct vpb_device *devices = list->inventory.snapshot.devices;

	for (size_t i = 0; i < device; i++)
		if (is_wanted(&list->filter, &devices[i]) &&
			devices[i].has_group == devices[device].has_group &&
			devices[i].group == devices[device].group)
			return false;
	return is_wanted(&list->filter, &devices[device]);
}

static int group_print(const struct vpb_list *list, struct libscols_table *table,
	struct vpb_list_row row)
{
	const struct vpb_device *devices = list->inventory.snapshot.devices;
	const struct vpb_device *first = &devices[row.device];
	struct libscols_line *group, *line;
	int r;

	row.is_group = true;
	r = row_print(list, table, &row, NULL, &group);
	row.is_group = false;
	for (; r == 0 && row.device < list->inventory.snapshot.device_count; row.device++)
		if (is_wanted(&list->filter, &devices[row.device]) &&
			devices[row.device].has_group == first->has_group &&
			devices[row.device].group == first->group)
			r = row_print(list, table, &row, group, &line);
	return r;
}

/* The next group in the order of their numbers, none at the end; -1 behind the last. */
static long group_next(const struct vpb_list *list, long last)
{
	const struct vpb_device *devices = list->inventory.snapshot.devices;
	long best = -1;

	for (size_t i = 0; i < list->inventory.snapshot.device_count; i++) {
		const struct vpb_device *here = &devices[i];

		if (!begins_group(list, i) ||
			(last >= 0 &&
				!(devices[last].has_group &&
					(!here->has_group ||
						here->group > devices[last].group))))
			continue;
		if (best < 0 ||
			(here->has_group && (!devices[best].has_group ||
						    here->group < devices[best].group)))
			best = (long)i;
	}
	return best;
}

static int rows_print(const struct vpb_list *list, struct libscols_table *table)
{
	struct vpb_list_row row = {.inventory = &list->inventory,
		.groups = &list->groups,
		.separator = list->is_json	     ? " "
			     : isatty(STDOUT_FILENO) ? "\n"
						     : ","};
	struct libscols_line *line;
	int r = 0;

	if (list->is_tree) {
		for (long first = group_next(list, -1); r == 0 && first >= 0;
			first = group_next(list, first)) {
			row.device = (size_t)first;
			r = group_print(list, table, row);
		}
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
		r = scols_print_table(table);
	scols_unref_table(table);
	return r;
}
