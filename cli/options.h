/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_OPTIONS_H
#define VPB_CLI_OPTIONS_H

#include <stdbool.h>

/*
 * The options of a subcommand that takes --json and --help alone. Returns a negative number to
 * go on, else the exit status.
 */
int vpb_options_json(int argc, char **argv, const char *command, void (*help_print)(void),
	bool *ret_is_json);

/* As getopt left them: a word that no option took is said. Returns likewise. */
int vpb_options_end(int argc, char **argv, const char *command);

#endif
