/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LIST_FLAGS_H
#define VPB_CLI_LIST_FLAGS_H

#include "row.h"

/* The columns of `list` that look at others as well, or that gather what stands out. */

void vpb_list_add_flags(const struct vpb_list_row *row, struct vpb_text *text);
void vpb_list_add_viable(const struct vpb_list_row *row, struct vpb_text *text);
void vpb_list_add_shares(const struct vpb_list_row *row, struct vpb_text *text);

/*
 * Whether there is something to say of the row's disks: they were looked at, and it is no bridge,
 * which carries what is below it and is never given away.
 */
bool vpb_list_shows_disks(const struct vpb_list_row *row);

#endif
