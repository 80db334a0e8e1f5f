/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "list.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/base/json.h"
#include "../../helper/base/output.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/screen.h"
#include "../table.h"
#include "people.h"

/* libpci knows masks and programming interfaces since 3.8. */
static bool is_of_class(const struct pci_filter *filter, const struct vpb_device *device)
{
	unsigned int differs = (unsigned int)filter->device_class ^ device->class_code;

#if PCI_LIB_VERSION >= 0x030800
	if (filter->prog_if >= 0 && filter->prog_if != device->prog_if)
		return false;
	differs &= filter->device_class_mask;
#endif
	return filter->device_class < 0 || !differs;
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
	       is_of_class(filter, device);
}

/* Empty where there is nothing to say. 0 or -ENOMEM. */
static int cell_make(const struct vpb_list_column *column, const struct vpb_list_row *row,
	struct vpb_text *text)
{
	if (!row->is_group || column->is_of_group)
		column->add(row, text);
	return vpb_text_error(text);
}

static void parts_add(struct vpb_json *json, const char *key, char *parts)
{
	char *part;

	vpb_json_begin_array(json, key);
	while ((part = strsep(&parts, "\n")))
		vpb_json_add_string(json, NULL, part);
	vpb_json_end_array(json);
}

static void cell_add_json(
	struct vpb_json *json, const struct vpb_list_column *column, char *data)
{
	char key[32];
	size_t length = 0;

	for (; length < sizeof(key) - 1 && column->name[length]; length++)
		key[length] = (char)tolower((unsigned char)column->name[length]);
	key[length] = '\0';
	if (column->type == VPB_LIST_PARTS)
		parts_add(json, key, data);
	else if (data && column->type == VPB_LIST_NUMBER)
		vpb_json_add_number(json, key, strtoull(data, NULL, 10));
	else if (data && column->type == VPB_LIST_BOOLEAN)
		vpb_json_add_boolean(json, key, strcmp(data, "yes") == 0);
	else
		vpb_json_add_string(json, key, data);
}

/* Where the rows go to: one of these two. */
struct output {
	struct libscols_table *table;
	struct vpb_json *json;
};

/* What a VM can have stands out. */
static int cell_set(const struct vpb_list *list, const struct vpb_list_row *row,
	struct libscols_line *line, size_t column, const char *data)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text shown = {};
	bool is_answer =
		!row->is_group && list->columns[column]->add == vpb_list_add_can_be_given;
	int r;

	if ((is_answer || row->is_group) && list->is_for_people && data)
		vpb_language_add(data, &shown);
	r = scols_line_set_data(line, column, shown.data ? shown.data : data);
	if (r == 0 && is_answer && vpb_list_can_be_given(row))
		r = scols_cell_set_color(scols_line_get_cell(line, column), "green");
	return r;
}

/* An object in JSON, which the caller ends. */
static int row_begin(const struct vpb_list *list, const struct output *output,
	const struct vpb_list_row *row, struct libscols_line *parent,
	struct libscols_line **ret_line)
{
	struct libscols_line *line = NULL;
	int r = 0;

	if (output->json)
		vpb_json_begin_object(output->json, NULL);
	else if (!(line = scols_table_new_line(output->table, parent)))
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < list->column_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		r = cell_make(list->columns[i], row, &text);
		if (r == 0 && output->json)
			cell_add_json(output->json, list->columns[i], text.data);
		else if (r == 0)
			r = cell_set(list, row, line, i, text.data);
	}
	*ret_line = line;
	return r;
}

static void row_end(const struct output *output)
{
	if (output->json)
		vpb_json_end_object(output->json);
}

static int row_print(const struct vpb_list *list, const struct output *output,
	const struct vpb_list_row *row, struct libscols_line *parent)
{
	struct libscols_line *line;
	int r = row_begin(list, output, row, parent, &line);

	row_end(output);
	return r;
}

/* Where certain devices are asked for, the bridges among them are as well. */
static bool is_row_wanted(const struct vpb_list *list, size_t device)
{
	const struct vpb_device *it = &list->inventory.snapshot.devices[device];

	return is_wanted(&list->filter, it) &&
	       (!list->is_for_people || list->with_bridges || list->has_filter ||
		       !vpb_device_is_bridge(it));
}

/* One group of the tree, with those of its devices that are wanted; without any, nothing. */
static int group_print(const struct vpb_list *list, const struct output *output,
	struct vpb_list_row row, size_t group)
{
	const struct vpb_groups *groups = &list->groups;
	size_t at = groups->begins[group], end = groups->begins[group + 1];
	struct libscols_line *parent = NULL;
	int r;

	while (at < end && !is_row_wanted(list, groups->members[at]))
		at++;
	if (at == end)
		return 0;
	row.device = groups->members[at];
	row.is_group = true;
	r = row_begin(list, output, &row, NULL, &parent);
	row.is_group = false;
	if (output->json)
		vpb_json_begin_array(output->json, "children");
	for (; r == 0 && at < end; at++) {
		row.device = groups->members[at];
		if (is_row_wanted(list, row.device))
			r = row_print(list, output, &row, parent);
	}
	if (output->json)
		vpb_json_end_array(output->json);
	row_end(output);
	return r;
}

static bool is_usable(const struct vpb_list *list, size_t group)
{
	for (size_t at = list->groups.begins[group]; at < list->groups.begins[group + 1];
		at++)
		if (list->usables.items[list->groups.members[at]].answer != VPB_USABLE_NO)
			return true;
	return false;
}

/* For people what no VM can use comes last. */
static int groups_print(const struct vpb_list *list, const struct output *output,
	const struct vpb_list_row *row)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < list->groups.count; i++)
		if (!list->is_for_people || is_usable(list, i))
			r = group_print(list, output, *row, i);
	for (size_t i = 0; r == 0 && i < list->groups.count; i++)
		if (list->is_for_people && !is_usable(list, i))
			r = group_print(list, output, *row, i);
	return r;
}

static bool is_one_domain(const struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->device_count; i++)
		if (snapshot->devices[i].address.domain)
			return false;
	return true;
}

static int rows_print(const struct vpb_list *list, const struct output *output)
{
	struct vpb_list_row row = {.inventory = &list->inventory,
		.groups = &list->groups,
		.usables = &list->usables,
		.separator = list->is_json || vpb_screen_is_terminal() ? "\n" : ",",
		.is_short = list->is_for_people,
		.without_domain =
			list->is_for_people && is_one_domain(&list->inventory.snapshot)};
	int r = 0;

	if (list->is_tree)
		return groups_print(list, output, &row);
	for (; r == 0 && row.device < list->inventory.snapshot.device_count; row.device++)
		if (is_row_wanted(list, row.device))
			r = row_print(list, output, &row, NULL);
	return r;
}

static int json_print(const struct vpb_list *list)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};
	int r;

	vpb_json_begin_object(&json, NULL);
	vpb_json_begin_array(&json, list->is_tree ? "groups" : "devices");
	r = rows_print(list, &(const struct output){.json = &json});
	vpb_json_end_array(&json);
	vpb_json_end_object(&json);
	return r < 0 ? r : vpb_output_text(&text);
}

/* What is printed, and how its columns may be made to fit. */
static int table_make(const struct vpb_list *list, struct vpb_table_column *columns,
	struct libscols_table **ret_table)
{
	for (size_t i = 0; i < list->column_count; i++) {
		const struct vpb_list_column *from = list->columns[i];

		columns[i] = (struct vpb_table_column){.name = from->name,
			.flags = from->flags & ~(list->is_tree ? 0 : SCOLS_FL_TREE),
			.shrink = from->shrink};
	}
	*ret_table = vpb_table_new(columns, list->column_count);
	if (!*ret_table)
		return -ENOMEM;
	scols_table_enable_noheadings(*ret_table, list->no_headings);
	return rows_print(list, &(const struct output){.table = *ret_table});
}

/* The usual columns: the first of these sets that the terminal has room for. */
static int people_print(struct vpb_list *list)
{
	static const char *const sets[] = {
		"ADDRESS,ID,KIND,VENDOR,NAME,DRIVER,CAN-BE-GIVEN",
		"ADDRESS,KIND,VENDOR,NAME,DRIVER,CAN-BE-GIVEN",
		"ADDRESS,KIND,NAME,DRIVER,CAN-BE-GIVEN",
		"ADDRESS,NAME,DRIVER,CAN-BE-GIVEN",
		"ADDRESS,NAME,CAN-BE-GIVEN",
	};
	const struct vpb_list asked = *list;
	int r = 0;

	for (size_t i = 0; r == 0 && i < VPB_ARRAY_SIZE(sets); i++) {
		VPB_CLEANUP(vpb_table_unrefp) struct libscols_table *table = NULL;
		struct vpb_table_column columns[VPB_LIST_COLUMNS_MAX] = {};

		list->column_count = 0;
		if (!vpb_list_columns_add(sets[i], list->columns, &list->column_count))
			return -EINVAL;
		for (size_t more = 0; more < asked.column_count; more++)
			if (list->column_count < VPB_LIST_COLUMNS_MAX)
				list->columns[list->column_count++] = asked.columns[more];
		r = table_make(list, columns, &table);
		if (r == 0 &&
			(i + 1 == VPB_ARRAY_SIZE(sets) ||
				vpb_table_least(table, columns) <= vpb_screen_width()))
			return vpb_table_print(table, columns);
	}
	return r;
}

int vpb_list_print(struct vpb_list *list)
{
	VPB_CLEANUP(vpb_table_unrefp) struct libscols_table *table = NULL;
	struct vpb_table_column columns[VPB_LIST_COLUMNS_MAX] = {};
	int r;

	if (list->is_json)
		return json_print(list);
	vpb_screen_page();
	if (list->is_for_people)
		return people_print(list);
	r = table_make(list, columns, &table);
	return r < 0 ? r : vpb_table_print(table, columns);
}
