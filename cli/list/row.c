/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "row.h"

const struct vpb_device *vpb_list_row_device(const struct vpb_list_row *row)
{
	return &row->inventory->snapshot.devices[row->device];
}

const struct vpb_item *vpb_list_row_item(const struct vpb_list_row *row)
{
	return &row->inventory->items[row->device];
}

void vpb_list_address_add(
	const struct vpb_list_row *row, struct vpb_address address, struct vpb_text *text)
{
	char buffer[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "%s",
		vpb_address_format(address, buffer) + (row->without_domain ? 5 : 0));
}

void vpb_list_separator_add(const struct vpb_list_row *row, struct vpb_text *text)
{
	if (text->length)
		vpb_text_add(text, "%s", row->separator);
}
