/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "people.h"

#include <string.h>

void vpb_list_add_kind(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_pci_names *names = &vpb_list_row_item(row)->names;

	if (row->is_short)
		vpb_pci_names_add_kind(names, text);
	else
		vpb_text_add(text, "%s", names->kind);
}

void vpb_list_add_vendor(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_pci_names *names = &vpb_list_row_item(row)->names;

	if (row->is_short)
		vpb_pci_names_add_vendor(names, text);
	else
		vpb_text_add(text, "%s", names->vendor);
}

void vpb_list_add_name(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_pci_names *names = &vpb_list_row_item(row)->names;

	if (row->is_short)
		vpb_pci_names_add_short(names, text);
	else
		vpb_text_add(text, "%s", names->device);
}

void vpb_list_add_can_be_given(const struct vpb_list_row *row, struct vpb_text *text)
{
	const struct vpb_usable *usable = &row->usables->items[row->device];
	VPB_CLEANUP(vpb_text_done) struct vpb_text other = {};

	switch (usable->answer) {
	case VPB_USABLE_YES:
		vpb_text_add(text, "yes");
		return;
	case VPB_USABLE_LATE:
		vpb_text_add(text, "late");
		return;
	case VPB_USABLE_BY_BIND:
		vpb_text_add(text, "yes, by 'bind'");
		return;
	case VPB_USABLE_WITH:
		vpb_list_address_add(row,
			row->inventory->snapshot.devices[usable->with[0]].address,
			&other);
		text->failed |= other.failed || !other.data;
		if (!other.data)
			return;
		if (usable->with_count > 1)
			vpb_text_add(text, "with %s and %zu more", other.data,
				usable->with_count - 1);
		else
			vpb_text_add(text, "with %s", other.data);
		return;
	case VPB_USABLE_NO:
		if (usable->reason)
			vpb_text_add(text, "no: %s", usable->reason);
		else
			vpb_text_add(text, N_("no"));
	}
}

bool vpb_list_can_be_given(const struct vpb_list_row *row)
{
	return row->usables->items[row->device].answer != VPB_USABLE_NO;
}
