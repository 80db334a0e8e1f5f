/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "list_columns.h"

#include <string.h>
#include <strings.h>

static const struct vpb_device *row_device(const struct vpb_list_row *row)
{
	return &row->inventory->snapshot.devices[row->device];
}

static const struct vpb_item *row_item(const struct vpb_list_row *row)
{
	return &row->inventory->items[row->device];
}

/* In domain 0 without it, which is how people and lspci say it. */
static void short_address_add(struct vpb_address address, struct vpb_text *text)
{
	char buffer[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "%s",
		vpb_address_format(address, buffer) + (address.domain ? 0 : 5));
}

static void separator_add(const struct vpb_list_row *row, struct vpb_text *text)
{
	if (text->length)
		vpb_text_add(text, "%s", row->separator);
}

static void add_address(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_device *device = row_device(row);
	char buffer[VPB_ADDRESS_BYTES];

	if (!row->is_group)
		vpb_text_add(text, "%s", vpb_address_format(device->address, buffer));
	else if (device->has_group)
		vpb_text_add(text, "group %u", device->group);
	else
		vpb_text_add(text, "no group");
}

static void add_group(const struct vpb_list_row *row, struct vpb_text *text)
{
	if (row_device(row)->has_group)
		vpb_text_add(text, "%u", row_device(row)->group);
}

/* Whether the row's group holds anything that a VM could have. */
static bool has_something_to_give(const struct vpb_list_row *row)
{
	const struct vpb_snapshot *snapshot = &row->inventory->snapshot;

	for (size_t i = 0; i < snapshot->device_count; i++)
		if (snapshot->devices[i].has_group &&
			snapshot->devices[i].group == row_device(row)->group &&
			!vpb_groups_is_bridge(&snapshot->devices[i]))
			return true;
	return false;
}

/* The functions of the row's group that a driver of the host has. */
static void holders_add(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_snapshot *snapshot = &row->inventory->snapshot;

	for (size_t i = 0; i < snapshot->device_count; i++) {
		const struct vpb_device *device = &snapshot->devices[i];

		if (!device->has_group || device->group != row_device(row)->group ||
			!vpb_groups_is_held(row->groups, i))
			continue;
		separator_add(row, text);
		vpb_text_add(text, "held:");
		short_address_add(device->address, text);
	}
}

static void add_viable(const struct vpb_list_row *row, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text holders = {};

	holders_add(row, &holders);
	if (row_device(row)->has_group)
		vpb_text_add(text, "%s", holders.length ? "no" : "yes");
}

static void add_id(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%04x:%04x", row_device(row)->vendor, row_device(row)->device);
}

static void add_subsystem(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_device *device = row_device(row);

	if (device->subvendor || device->subdevice)
		vpb_text_add(text, "%04x:%04x", device->subvendor, device->subdevice);
}

static void add_class(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%04x", row_device(row)->class_code);
}

static void add_kind(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", row_item(row)->names.kind);
}

static void add_vendor(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", row_item(row)->names.vendor);
}

static void add_name(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", row_item(row)->names.device);
}

static void add_driver(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", row_device(row)->driver);
}

static void add_override(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", row_device(row)->driver_override);
}

/* Words that have blanks between them. */
static void words_add(
	const struct vpb_list_row *row, const char *words, struct vpb_text *text)
{
	while (*(words += strspn(words, " "))) {
		separator_add(row, text);
		vpb_text_add_bytes(text, words, strcspn(words, " "));
		words += strcspn(words, " ");
	}
}

static void add_modules(const struct vpb_list_row *row, struct vpb_text *text)
{
	words_add(row, row_item(row)->modules, text);
}

static void add_reset(const struct vpb_list_row *row, struct vpb_text *text)
{
	words_add(row, row_item(row)->reset_methods, text);
}

static void add_boot(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", row_device(row)->is_boot_vga ? "yes" : "no");
}

/* Where the kernel does not say, neither do we. */
static void add_framebuffer(const struct vpb_list_row *row, struct vpb_text *text)
{
	if (!row->inventory->no_framebuffers)
		vpb_text_add(text, "%s", row_device(row)->has_framebuffer ? "yes" : "no");
}

static void add_companion(const struct vpb_list_row *row, struct vpb_text *text)
{
	long display = row->groups->companion_of[row->device];
	char buffer[VPB_ADDRESS_BYTES];

	if (display >= 0)
		vpb_text_add(text, "%s",
			vpb_address_format(
				row->inventory->snapshot.devices[display].address,
				buffer));
}

static void add_pf(const struct vpb_list_row *row, struct vpb_text *text)
{
	char buffer[VPB_ADDRESS_BYTES];

	if (row_item(row)->has_physfn)
		vpb_text_add(
			text, "%s", vpb_address_format(row_item(row)->physfn, buffer));
}

static void add_vfs(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%u", row_device(row)->vf_count);
}

static void add_shares(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_snapshot *snapshot = &row->inventory->snapshot;
	char buffer[VPB_ADDRESS_BYTES];

	for (size_t i = 0; i < snapshot->device_count; i++) {
		if (!vpb_groups_is_in_the_way(row->groups, row->device, i))
			continue;
		separator_add(row, text);
		vpb_text_add(text, "%s",
			vpb_address_format(snapshot->devices[i].address, buffer));
	}
}

static void add_asleep(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", row_item(row)->is_asleep ? "yes" : "no");
}

static void flag_add(const struct vpb_list_row *row, bool is_set, const char *flag,
	struct vpb_text *text)
{
	if (!is_set)
		return;
	separator_add(row, text);
	vpb_text_add(text, "%s", flag);
}

static void links_add(const struct vpb_list_row *row, struct vpb_text *text)
{
	long display = row->groups->companion_of[row->device];
	const struct vpb_device *device = row_device(row);

	if (display >= 0) {
		flag_add(row, true, "companion:", text);
		short_address_add(
			row->inventory->snapshot.devices[display].address, text);
	}
	if (device->is_vf) {
		flag_add(row, true, "vf", text);
		if (row_item(row)->has_physfn) {
			vpb_text_add(text, ":");
			short_address_add(row_item(row)->physfn, text);
		}
	}
	if (device->vf_count) {
		flag_add(row, true, "pf:", text);
		vpb_text_add(text, "%u", device->vf_count);
	}
	for (size_t i = 0; i < row->inventory->snapshot.device_count; i++) {
		if (!vpb_groups_is_in_the_way(row->groups, row->device, i))
			continue;
		flag_add(row, true, "shares:", text);
		short_address_add(row->inventory->snapshot.devices[i].address, text);
	}
}

static void add_flags(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_device *device = row_device(row);

	if (row->is_group) {
		if (device->has_group)
			holders_add(row, text);
		flag_add(row,
			device->has_group && !text->length && has_something_to_give(row),
			"viable", text);
		return;
	}
	flag_add(row, device->is_boot_vga, "boot-display", text);
	flag_add(row, device->has_framebuffer, "framebuffer", text);
	links_add(row, text);
	flag_add(row, row_item(row)->is_asleep, "asleep", text);
	if (device->driver_override[0]) {
		flag_add(row, true, "override:", text);
		vpb_text_add(text, "%s", device->driver_override);
	}
	if (device->unreadable) {
		flag_add(row, true, "unreadable:", text);
		vpb_text_add(text, "%s", device->unreadable);
	}
}

#define PARTS SCOLS_FL_WRAP

const struct vpb_list_column vpb_list_columns[] = {
	{"ADDRESS", "address; in a tree also the group", SCOLS_FL_TREE, 12, 0,
		add_address},
	{"GROUP", "number of the IOMMU group", SCOLS_FL_RIGHT, 2, SCOLS_JSON_NUMBER,
		add_group},
	{"VIABLE", "no driver of the host holds the group now", 0, 3,
		SCOLS_JSON_BOOLEAN_OPTIONAL, add_viable},
	{"ID", "vendor and device", 0, 9, 0, add_id},
	{"SUBSYSTEM", "who built the card", 0, 9, 0, add_subsystem},
	{"CLASS", "base class and subclass", 0, 4, 0, add_class},
	{"KIND", "name of the class", SCOLS_FL_TRUNC, 0.2, 0, add_kind},
	{"VENDOR", "name of the vendor", SCOLS_FL_TRUNC, 0.2, 0, add_vendor},
	{"NAME", "name of the device", SCOLS_FL_TRUNC, 0.3, 0, add_name},
	{"DRIVER", "driver that has it now", 0, 8, 0, add_driver},
	{"OVERRIDE", "its driver_override", 0, 8, 0, add_override},
	{"MODULES", "modules of this kernel that would claim it", PARTS, 8, 0,
		add_modules},
	{"RESET", "ways to reset it, as the kernel tries them", PARTS, 3, 0, add_reset},
	{"BOOT", "the display that the machine booted on", 0, 3,
		SCOLS_JSON_BOOLEAN_OPTIONAL, add_boot},
	{"FRAMEBUFFER", "the firmware's picture is on it (root sees it)", 0, 3,
		SCOLS_JSON_BOOLEAN_OPTIONAL, add_framebuffer},
	{"COMPANION", "the display that brings it along", 0, 12, 0, add_companion},
	{"SHARES", "others of its group that would have to go as well", PARTS, 7, 0,
		add_shares},
	{"PF", "of a virtual function: its physical one", 0, 12, 0, add_pf},
	{"VFS", "virtual functions that are on below it", SCOLS_FL_RIGHT, 1,
		SCOLS_JSON_NUMBER, add_vfs},
	{"ASLEEP", "sleeps (runtime power management)", 0, 3, SCOLS_JSON_BOOLEAN_OPTIONAL,
		add_asleep},
	{"FLAGS", "what stands out, in short words", PARTS, 12, 0, add_flags},
};

const size_t vpb_list_column_count = sizeof(vpb_list_columns) / sizeof(*vpb_list_columns);

const struct vpb_list_column *vpb_list_column_find(const char *name)
{
	for (size_t i = 0; i < vpb_list_column_count; i++)
		if (strcasecmp(vpb_list_columns[i].name, name) == 0)
			return &vpb_list_columns[i];
	return NULL;
}
