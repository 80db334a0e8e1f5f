/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "people.h"

#include <string.h>

/* What can be left out at the end of a name, or from there on. */
static void add_until(const char *name, const char *const ends[], struct vpb_text *text)
{
	size_t length = strlen(name);

	for (; *ends; ends++) {
		const char *end = strstr(name, *ends);

		if (end && end > name && (size_t)(end - name) < length)
			length = (size_t)(end - name);
	}
	vpb_text_add_bytes(text, name, length);
}

void vpb_list_add_kind(const struct vpb_list_row *row, struct vpb_text *text)
{
	static const char *const ends[] = {
		" compatible controller", " controller", " device", NULL};
	const char *kind = vpb_list_row_item(row)->names.kind;

	if (row->is_short)
		add_until(kind, ends, text);
	else
		vpb_text_add(text, "%s", kind);
}

void vpb_list_add_vendor(const struct vpb_list_row *row, struct vpb_text *text)
{
	static const char *const ends[] = {" Corporation", " Corp.", ", Inc", " Inc",
		" Co.", ", Co", " Co Ltd", ", Ltd", " Ltd", " Electronics", " Technology",
		" Semiconductor", NULL};
	const char *vendor = vpb_list_row_item(row)->names.vendor;
	const char *open = strchr(vendor, '['), *close = strrchr(vendor, ']');

	if (!row->is_short)
		vpb_text_add(text, "%s", vendor);
	else if (open && close > open)
		vpb_text_add(text, "%.*s", (int)(close - open - 1), open + 1);
	else
		add_until(vendor, ends, text);
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
