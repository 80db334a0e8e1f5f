/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "columns.h"

#include <string.h>
#include <strings.h>

#include "flags.h"

static void add_address(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_device *device = vpb_list_row_device(row);
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
	if (vpb_list_row_device(row)->has_group)
		vpb_text_add(text, "%u", vpb_list_row_device(row)->group);
}

static void add_id(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%04x:%04x", vpb_list_row_device(row)->vendor,
		vpb_list_row_device(row)->device);
}

static void add_subsystem(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_device *device = vpb_list_row_device(row);

	if (device->subvendor || device->subdevice)
		vpb_text_add(text, "%04x:%04x", device->subvendor, device->subdevice);
}

static void add_class(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%04x", vpb_list_row_device(row)->class_code);
}

static void add_kind(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", vpb_list_row_item(row)->names.kind);
}

static void add_vendor(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", vpb_list_row_item(row)->names.vendor);
}

static void add_name(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", vpb_list_row_item(row)->names.device);
}

static void add_driver(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", vpb_list_row_device(row)->driver);
}

static void add_override(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", vpb_list_row_device(row)->driver_override);
}

/* Words that have blanks between them. */
static void words_add(
	const struct vpb_list_row *row, const char *words, struct vpb_text *text)
{
	while (*(words += strspn(words, " "))) {
		vpb_list_separator_add(row, text);
		vpb_text_add_bytes(text, words, strcspn(words, " "));
		words += strcspn(words, " ");
	}
}

static void add_modules(const struct vpb_list_row *row, struct vpb_text *text)
{
	words_add(row, vpb_list_row_item(row)->modules, text);
}

static void add_reset(const struct vpb_list_row *row, struct vpb_text *text)
{
	words_add(row, vpb_list_row_item(row)->reset_methods, text);
}

static void add_boot(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", vpb_list_row_device(row)->is_boot_vga ? "yes" : "no");
}

/* Where the kernel does not say, neither do we. */
static void add_framebuffer(const struct vpb_list_row *row, struct vpb_text *text)
{
	if (!row->inventory->no_framebuffers)
		vpb_text_add(text, "%s",
			vpb_list_row_device(row)->has_framebuffer ? "yes" : "no");
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

	if (vpb_list_row_item(row)->has_physfn)
		vpb_text_add(text, "%s",
			vpb_address_format(vpb_list_row_item(row)->physfn, buffer));
}

static void add_vfs(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%u", vpb_list_row_device(row)->vf_count);
}

/* Where nobody can tell what is on the disks, nothing is said of them. */
static void add_system(const struct vpb_list_row *row, struct vpb_text *text)
{
	const char *reason = vpb_list_row_device(row)->system.reason;

	if (reason && vpb_list_shows_disks(row))
		vpb_text_add(text, "%s", reason);
}

static void add_in_use(const struct vpb_list_row *row, struct vpb_text *text)
{
	const char *reason = vpb_list_row_device(row)->in_use.reason;

	if (reason && vpb_list_shows_disks(row))
		vpb_text_add(text, "%s", reason);
}

static void add_route(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(
		text, "%s", vpb_list_row_device(row)->has_default_route ? "yes" : "no");
}

static void add_keyboards(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%u", vpb_list_row_device(row)->keyboard_count);
}

static void add_asleep(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%s", vpb_list_row_item(row)->is_asleep ? "yes" : "no");
}

#define PARTS SCOLS_FL_WRAP

const struct vpb_list_column vpb_list_columns[] = {
	{"ADDRESS", "address; in a tree also the group", SCOLS_FL_TREE, 12, 0,
		add_address},
	{"GROUP", "number of the IOMMU group", SCOLS_FL_RIGHT, 2, SCOLS_JSON_NUMBER,
		add_group},
	{"VIABLE", "no driver of the host holds the group now", 0, 3,
		SCOLS_JSON_BOOLEAN_OPTIONAL, vpb_list_add_viable},
	{"ID", "vendor and device", 0, 9, 0, add_id},
	{"SUBSYSTEM", "who built the card", 0, 9, 0, add_subsystem},
	{"CLASS", "base class and subclass", 0, 4, 0, add_class},
	{"KIND", "name of the class", SCOLS_FL_TRUNC, 0.2, 0, add_kind},
	{"VENDOR", "name of the vendor", SCOLS_FL_TRUNC, 0.2, 0, add_vendor},
	{"NAME", "name of the device", SCOLS_FL_TRUNC, 0.3, 0, add_name},
	{"DRIVER", "driver that has it now", 0, 8, 0, add_driver},
	{"OVERRIDE", "its driver_override", 0, 8, 0, add_override},
	{"MODULES", "modules of this kernel that would claim it", PARTS, 8,
		SCOLS_JSON_ARRAY_STRING, add_modules},
	{"RESET", "ways to reset it, as the kernel tries them", PARTS, 3,
		SCOLS_JSON_ARRAY_STRING, add_reset},
	{"BOOT", "the display that the machine booted on", 0, 3,
		SCOLS_JSON_BOOLEAN_OPTIONAL, add_boot},
	{"FRAMEBUFFER", "the firmware's picture is on it (root sees it)", 0, 3,
		SCOLS_JSON_BOOLEAN_OPTIONAL, add_framebuffer},
	{"COMPANION", "the display that brings it along", 0, 12, 0, add_companion},
	{"SHARES", "others of its group that would have to go as well", PARTS, 7,
		SCOLS_JSON_ARRAY_STRING, vpb_list_add_shares},
	{"PF", "of a virtual function: its physical one", 0, 12, 0, add_pf},
	{"VFS", "virtual functions that are on below it", SCOLS_FL_RIGHT, 1,
		SCOLS_JSON_NUMBER, add_vfs},
	{"SYSTEM", "what of the system is on its disks", SCOLS_FL_TRUNC, 0.3, 0,
		add_system},
	{"IN-USE", "who uses its disks otherwise", SCOLS_FL_TRUNC, 0.3, 0, add_in_use},
	{"ROUTE", "the default route goes over it", 0, 3, SCOLS_JSON_BOOLEAN_OPTIONAL,
		add_route},
	{"KEYBOARDS", "keyboards below it", SCOLS_FL_RIGHT, 1, SCOLS_JSON_NUMBER,
		add_keyboards},
	{"ASLEEP", "sleeps (runtime power management)", 0, 3, SCOLS_JSON_BOOLEAN_OPTIONAL,
		add_asleep},
	{"FLAGS", "what stands out, in short words", PARTS, 12, SCOLS_JSON_ARRAY_STRING,
		vpb_list_add_flags},
};

const size_t vpb_list_column_count = sizeof(vpb_list_columns) / sizeof(*vpb_list_columns);

const struct vpb_list_column *vpb_list_column_find(const char *name)
{
	for (size_t i = 0; i < vpb_list_column_count; i++)
		if (strcasecmp(vpb_list_columns[i].name, name) == 0)
			return &vpb_list_columns[i];
	return NULL;
}
