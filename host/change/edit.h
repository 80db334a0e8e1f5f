/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_EDIT_H
#define VPB_HOST_CHANGE_EDIT_H

#include "../../helper/base/text.h"

/* Texts of configuration files, changed by parts. All functions are pure. */

/* What a change to a text is made of. */
enum vpb_parts {
	VPB_PARTS_LINES,
	VPB_PARTS_PROGRAM, /* lines as well; a new file may be run */
	VPB_PARTS_WORDS, /* kernel command lines as the kernel splits them, and comments */
};

/*
 * Somebody edited a text that we had changed from `original` to `after`, and it is `now`: adds
 * what is without our part. Each part of `now` that `after` has and `original` has not becomes again
 * the one that it replaced, or goes where it was new, and takes the blanks before it along. A
 * word that we took away comes back at the end, unless `now` has it.
 */
void vpb_edit_take_out(enum vpb_parts parts, const char *original, const char *after,
	const char *now, struct vpb_text *result);

/* Adds each part that the change took and that is not in `left`, which is what that made: a line each. */
void vpb_edit_add_lost(enum vpb_parts parts, const char *original, const char *after,
	const char *left, struct vpb_text *lost);

#endif
