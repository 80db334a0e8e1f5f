/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_COMMANDS_H
#define VPB_HOST_TERMINAL_COMMANDS_H

#include <stddef.h>

#include "../../helper/base/guess.h"
#include "../../helper/sys/root.h"

/* What the mains of programs that have commands share. */

struct vpb_command {
	const char *name;
	const char *summary; /* one line of --help, in English */
	int (*run)(const struct vpb_root *root, int argc, char **argv);
};

struct vpb_commands {
	const char *program; /* before the command's name: "vfio-prebind" */
	const struct vpb_command *rows;
	size_t count;
};

/* The terminal's letters, and lines of the log that wrap on one. The first to be called. */
void vpb_commands_begin(void);

/* Prints a line each. */
void vpb_commands_print(const struct vpb_commands *commands);

/* The one of that name, or NULL; `question` then asks for what may have been meant, or is "". */
const struct vpb_command *vpb_commands_find(const struct vpb_commands *commands,
	const char *name, char question[VPB_GUESS_BYTES]);

/*
 * The options before the command; --root is put into *root. Returns a negative number to go on, else the
 * exit status.
 */
int vpb_commands_options(
	int argc, char **argv, const char **root, void (*help_print)(void));

/* Runs it on the tree `directory`, argv[0] being replaced by its name. Returns its exit status. */
int vpb_commands_run(const struct vpb_commands *commands,
	const struct vpb_command *command, const char *directory, int argc, char **argv);

#endif
