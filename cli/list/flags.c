/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "flags.h"

bool vpb_list_shows_disks(const struct vpb_list_row *row)
{
	return !row->inventory->no_disks &&
	       !vpb_device_is_bridge(vpb_list_row_device(row));
}

static const struct vpb_device *device_at(const struct vpb_list_row *row, size_t index)
{
	return &row->inventory->snapshot.devices[index];
}

/* Whether the row's group holds anything that a VM could have. */
static bool has_something_to_give(const struct vpb_list_row *row)
{
	size_t count;
	const size_t *members = vpb_groups_members(row->groups, row->device, &count);

	for (size_t i = 0; i < count; i++)
		if (!vpb_device_is_bridge(device_at(row, members[i])))
			return true;
	return false;
}

/* The functions of the row's group that a driver of the host has. */
static void holders_add(const struct vpb_list_row *row, struct vpb_text *text)
{
	size_t count;
	const size_t *members = vpb_groups_members(row->groups, row->device, &count);

	if (!vpb_list_row_device(row)->has_group)
		return;
	for (size_t i = 0; i < count; i++) {
		if (!vpb_groups_is_held(row->groups, members[i]))
			continue;
		vpb_list_separator_add(row, text);
		vpb_text_add(text, "held:");
		vpb_list_address_add(row, device_at(row, members[i])->address, text);
	}
}

void vpb_list_add_viable(const struct vpb_list_row *row, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text holders = {};

	holders_add(row, &holders);
	if (vpb_list_row_device(row)->has_group)
		vpb_text_add(text, "%s", holders.length ? "no" : "yes");
}

void vpb_list_add_shares(const struct vpb_list_row *row, struct vpb_text *text)
{
	size_t count;
	const size_t *members = vpb_groups_members(row->groups, row->device, &count);

	if (!vpb_list_row_device(row)->has_group)
		return;
	for (size_t i = 0; i < count; i++) {
		if (!vpb_groups_is_in_the_way(row->groups, row->device, members[i]))
			continue;
		vpb_list_separator_add(row, text);
		vpb_list_address_add(row, device_at(row, members[i])->address, text);
	}
}

static void flag_add(const struct vpb_list_row *row, bool is_set, const char *flag,
	struct vpb_text *text)
{
	if (!is_set)
		return;
	vpb_list_separator_add(row, text);
	vpb_text_add(text, "%s", flag);
}

static void linked_add(const struct vpb_list_row *row, const char *flag,
	struct vpb_address address, struct vpb_text *text)
{
	flag_add(row, true, flag, text);
	vpb_list_address_add(row, address, text);
}

static void shares_add(const struct vpb_list_row *row, struct vpb_text *text)
{
	size_t count;
	const size_t *members = vpb_groups_members(row->groups, row->device, &count);

	if (!vpb_list_row_device(row)->has_group)
		return;
	for (size_t i = 0; i < count; i++)
		if (vpb_groups_is_in_the_way(row->groups, row->device, members[i]))
			linked_add(row, "shares:", device_at(row, members[i])->address,
				text);
}

static void links_add(const struct vpb_list_row *row, struct vpb_text *text)
{
	long display = row->groups->companion_of[row->device];
	const struct vpb_device *device = vpb_list_row_device(row);
	const struct vpb_item *item = vpb_list_row_item(row);

	if (display >= 0)
		linked_add(row, "companion:", device_at(row, (size_t)display)->address,
			text);
	if (item->has_physfn)
		linked_add(row, "vf:", item->physfn, text);
	else
		flag_add(row, device->is_vf, "vf", text);
	if (device->vf_count) {
		flag_add(row, true, "pf:", text);
		vpb_text_add(text, "%u", device->vf_count);
	}
	shares_add(row, text);
}

static void host_flags_add(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_device *device = vpb_list_row_device(row);

	flag_add(row, device->is_boot_vga, "boot-display", text);
	flag_add(row, device->has_framebuffer, "framebuffer", text);
	if (vpb_list_shows_disks(row)) {
		flag_add(row, vpb_device_system(device)->reason, "system", text);
		flag_add(row, !vpb_device_system(device)->reason && device->in_use.reason,
			"in-use", text);
	}
	flag_add(row, device->network.reason, "network-root", text);
	flag_add(row, device->has_default_route, "default-route", text);
	flag_add(row, device->keyboard_count, "keyboard", text);
	flag_add(row, device->console.reason, "console", text);
}

void vpb_list_add_flags(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_device *device = vpb_list_row_device(row);

	if (row->is_group) {
		holders_add(row, text);
		flag_add(row,
			device->has_group && !text->length && has_something_to_give(row),
			"viable", text);
		return;
	}
	host_flags_add(row, text);
	links_add(row, text);
	flag_add(row, vpb_list_row_item(row)->is_asleep, "asleep", text);
	if (device->driver_override[0]) {
		flag_add(row, true, "override:", text);
		vpb_text_add(text, "%s", device->driver_override);
	}
	if (device->unreadable) {
		flag_add(row, true, "unreadable:", text);
		vpb_text_add(text, "%s", device->unreadable);
	}
}
