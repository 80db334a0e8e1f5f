/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_EDIT_VALUE_H
#define VPB_HOST_CHANGE_EDIT_VALUE_H

#include <stdbool.h>

#include "../../helper/base/text.h"

/* One line without its newline. */
struct vpb_line {
	const char *at;
	size_t length;
};

/* Whether both assign to the same variable, NAME="words". Pure. */
bool vpb_line_assigns_like(struct vpb_line a, struct vpb_line b);

/*
 * A line with words that was changed from `from` to `to`, or added (`from` is empty, and the value of `to`
 * has that of before in it), and that somebody has edited since: adds `now` without the words that
 * the change brought, and with those that it took, at the end. True where that can be told; nothing is
 * added then where no word of somebody's is left of a line that was added.
 */
bool vpb_line_merge(struct vpb_line from, struct vpb_line to, struct vpb_line now,
	struct vpb_text *result);

/* Whether that line has each word that a change of `from` to `to` took. */
bool vpb_line_has_taken(struct vpb_line line, struct vpb_line from, struct vpb_line to);

#endif
