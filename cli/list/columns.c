/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "columns.h"

#include <string.h>
#include <strings.h>

#include "../../host/machine/reset.h"
#include "flags.h"
#include "people.h"

static void add_address(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_device *device = vpb_list_row_device(row);

	if (!row->is_group)
		vpb_list_address_add(row, device->address, text);
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

static void add_can_reset(const struct vpb_list_row *row, struct vpb_text *text)
{
	static const char *const words[] = {[VPB_RESET_UNKNOWN] = "",
		[VPB_RESET_ALONE] = "alone",
		[VPB_RESET_WITH_BUS] = "with its bus",
		[VPB_RESET_NONE] = "no",
		[VPB_RESET_FAILS] = "known to fail"};

	if (!vpb_device_is_bridge(vpb_list_row_device(row)))
		vpb_text_add(
			text, "%s", words[vpb_reset_judge(row->inventory, row->device)]);
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

	if (display >= 0)
		vpb_list_address_add(
			row, row->inventory->snapshot.devices[display].address, text);
}

static void add_pf(const struct vpb_list_row *row, struct vpb_text *text)
{
	if (vpb_list_row_item(row)->has_physfn)
		vpb_list_address_add(row, vpb_list_row_item(row)->physfn, text);
}

static void add_vfs(const struct vpb_list_row *row, struct vpb_text *text)
{
	vpb_text_add(text, "%u", vpb_list_row_device(row)->vf_count);
}

/* Where it is unknown what is on the disks, nothing is said of them. */
static void add_system(const struct vpb_list_row *row, struct vpb_text *text)
{
	const char *reason = vpb_device_system(vpb_list_row_device(row))->reason;

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

const struct vpb_list_column vpb_list_columns[] = {
	{.name = "ADDRESS",
		.help = "address; in a tree also the group",
		.flags = SCOLS_FL_TREE,
		.is_of_group = true,
		.add = add_address},
	{.name = "GROUP",
		.help = "number of the IOMMU group",
		.flags = SCOLS_FL_RIGHT,
		.type = VPB_LIST_NUMBER,
		.is_of_group = true,
		.add = add_group},
	{.name = "VIABLE",
		.help = "no driver of the host holds the group now",
		.type = VPB_LIST_BOOLEAN,
		.is_of_group = true,
		.add = vpb_list_add_viable},
	{.name = "ID", .help = "vendor and device", .add = add_id},
	{.name = "SUBSYSTEM", .help = "who built the card", .add = add_subsystem},
	{.name = "CLASS", .help = "base class and subclass", .add = add_class},
	{.name = "KIND",
		.help = "name of the class",
		.shrink = {1, 14},
		.add = vpb_list_add_kind},
	{.name = "VENDOR",
		.help = "name of the vendor",
		.shrink = {1, 8},
		.add = vpb_list_add_vendor},
	{.name = "NAME",
		.help = "name of the device",
		.shrink = {3, 16},
		.add = vpb_list_add_name},
	{.name = "CAN-BE-GIVEN",
		.help = "whether a VM can have it: yes, late, with others, or why not",
		.add = vpb_list_add_can_be_given},
	{.name = "DRIVER", .help = "driver that has it now", .add = add_driver},
	{.name = "OVERRIDE", .help = "its driver_override", .add = add_override},
	{.name = "MODULES",
		.help = "modules of this kernel that would claim it",
		.flags = SCOLS_FL_WRAP,
		.type = VPB_LIST_PARTS,
		.add = add_modules},
	{.name = "RESET",
		.help = "ways to reset it, as the kernel tries them",
		.flags = SCOLS_FL_WRAP,
		.type = VPB_LIST_PARTS,
		.add = add_reset},
	{.name = "CAN-RESET",
		.help = "alone, with its bus, no, or known to fail",
		.add = add_can_reset},
	{.name = "BOOT",
		.help = "the display that the machine booted on",
		.type = VPB_LIST_BOOLEAN,
		.add = add_boot},
	{.name = "FRAMEBUFFER",
		.help = "the firmware framebuffer is on it (root sees it)",
		.type = VPB_LIST_BOOLEAN,
		.add = add_framebuffer},
	{.name = "COMPANION",
		.help = "the display that brings it along",
		.add = add_companion},
	{.name = "SHARES",
		.help = "others of its group that would have to go as well",
		.flags = SCOLS_FL_WRAP,
		.type = VPB_LIST_PARTS,
		.add = vpb_list_add_shares},
	{.name = "PF", .help = "of a virtual function: its physical one", .add = add_pf},
	{.name = "VFS",
		.help = "virtual functions that are on below it",
		.flags = SCOLS_FL_RIGHT,
		.type = VPB_LIST_NUMBER,
		.add = add_vfs},
	{.name = "SYSTEM",
		.help = "what of the system is on its disks",
		.shrink = {2, 12},
		.add = add_system},
	{.name = "IN-USE",
		.help = "who uses its disks otherwise",
		.shrink = {2, 12},
		.add = add_in_use},
	{.name = "ROUTE",
		.help = "the default route goes over it",
		.type = VPB_LIST_BOOLEAN,
		.add = add_route},
	{.name = "KEYBOARDS",
		.help = "keyboards below it",
		.flags = SCOLS_FL_RIGHT,
		.type = VPB_LIST_NUMBER,
		.add = add_keyboards},
	{.name = "ASLEEP",
		.help = "sleeps (runtime power management)",
		.type = VPB_LIST_BOOLEAN,
		.add = add_asleep},
	{.name = "FLAGS",
		.help = "what stands out, in short words",
		.flags = SCOLS_FL_WRAP,
		.type = VPB_LIST_PARTS,
		.is_of_group = true,
		.add = vpb_list_add_flags},
};

const size_t vpb_list_column_count = sizeof(vpb_list_columns) / sizeof(*vpb_list_columns);

const struct vpb_list_column *vpb_list_column_find(const char *name)
{
	for (size_t i = 0; i < vpb_list_column_count; i++)
		if (strcasecmp(vpb_list_columns[i].name, name) == 0)
			return &vpb_list_columns[i];
	return NULL;
}
