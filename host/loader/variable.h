/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_VARIABLE_H
#define VPB_HOST_LOADER_VARIABLE_H

#include "../../helper/base/text.h"

/*
 * What a variable holds after files of assignments were read one after the other, as a shell reads
 * them: the last assignment counts, += adds, quotes and comments are none of it, and a variable
 * may be made of those that are asked for as well (NAME="$NAME more"). What a command or another
 * variable would give is left out, and a condition counts as true. Pure.
 */
struct vpb_variable {
	const char *name; /* such as KERNEL_CMDLINE[default] */
	struct vpb_text value;
	bool is_set; /* assigned, even if to nothing */
	bool is_replaced; /* by the text that was read last: by '=', and not made of itself */
};

struct vpb_variables {
	struct vpb_variable *items;
	size_t count;
	bool is_lines; /* no shell: blanks around the '=', and the line's rest is the value */
};

/* The next text. 0 or -ENOMEM. */
int vpb_variables_read(struct vpb_variables *variables, const char *text) VPB_MUST_CHECK;

void vpb_variables_done(struct vpb_variables *variables);

#endif
