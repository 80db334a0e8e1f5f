/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_MENU_H
#define VPB_CLI_SETUP_MENU_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A table whose lines are picked with the keys of a terminal (keys.h): arrows, j and k move, the blank
 * marks, Enter goes on with what is marked, else with the line that it is at. What is typed besides,
 * such as numbers, is given back as it is.
 */
struct vpb_menu {
	/*
	 * The table in so many columns of the terminal, its heading first, then a line each; on the heap. NULL
	 * where memory is out.
	 */
	char *(*table)(const void *context, size_t columns);
	const void *context;
	size_t count; /* of lines, one at least */
	size_t at; /* that is begun with, and that it was left at */
	bool *picked; /* one a line */
	char typed[1024];
};

enum vpb_menu_end {
	VPB_MENU_PICKED,
	VPB_MENU_TYPED,
	VPB_MENU_QUIT,
	VPB_MENU_FAILED, /* memory is out, or the terminal does not do */
};

enum vpb_menu_end vpb_menu_run(struct vpb_menu *menu);

#endif
