/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_OPTIONS_H
#define VPB_HOST_TERMINAL_OPTIONS_H

#include <stdbool.h>

#include "../../helper/base/options.h"

/* How a program ends. */
enum vpb_exit {
	VPB_EXIT_DONE = 0,
	VPB_EXIT_FAILED = 1,
	VPB_EXIT_USAGE = 2,
	VPB_EXIT_REFUSED = 3, /* by a guard */
};

/*
 * What every subcommand takes: the last rows of its options, the letters that go with them, and
 * their lines of --help.
 */
enum {
	VPB_OPTION_COLOR = 0x100, /* no letters */
	VPB_OPTION_NO_PAGER,
};

#define VPB_OPTIONS_COMMON \
	{"color", required_argument, NULL, VPB_OPTION_COLOR}, \
		{"no-pager", no_argument, NULL, VPB_OPTION_NO_PAGER}, \
		{"help", no_argument, NULL, 'h'}, {"version", no_argument, NULL, 'V'}, \
	{ \
	}
#define VPB_OPTIONS_LETTERS "hV"
#define VPB_OPTIONS_HELP \
	"  --color WHEN   auto, always or never\n" \
	"  --no-pager     print at once, through no pager\n" \
	"  -h, --help\n" \
	"  -V, --version\n"

/*
 * Does what one of these asks for, and says that a mistaken one ends it all. Returns a negative
 * number to go on, as for an option of the subcommand's own, else the exit status.
 */
int vpb_options_common(int option, void (*help_print)(void));

/* As getopt left them: a word that no option took is said. Returns likewise. */
int vpb_options_end(int argc, char **argv, const char *command);

#endif
