/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LIST_PEOPLE_H
#define VPB_CLI_LIST_PEOPLE_H

#include "row.h"

/* The columns of `list` that are for people: names, and whether a VM could have the device. */

void vpb_list_add_kind(const struct vpb_list_row *row, struct vpb_text *text);
void vpb_list_add_vendor(const struct vpb_list_row *row, struct vpb_text *text);
void vpb_list_add_name(const struct vpb_list_row *row, struct vpb_text *text);
void vpb_list_add_can_be_given(const struct vpb_list_row *row, struct vpb_text *text);

/* For colours: whether that device could go to a VM. */
bool vpb_list_can_be_given(const struct vpb_list_row *row);

#endif
