/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_CHANGE_H
#define VPB_CLI_SETUP_CHANGE_H

#include "../../helper/base/json.h"
#include "../../host/change/transaction.h"

/*
 * What `setup` and `remove` have in common: changes to files and commands that are shown, asked
 * about, and applied, all or none. Functions that return an exit status have said why; a
 * negative one is: go on.
 */
struct vpb_change {
	const struct vpb_root *root;
	const char *name; /* of the command, for messages */
	char *const *words; /* of the command, ended by NULL */
	bool is_dry, is_yes;
	bool is_json;
	struct {
		struct vpb_text text;
		struct vpb_json json;
		int stdout_fd; /* the former one */
		bool has_plan, is_any;
	} json; /* of json.c */
	bool is_verbose; /* what the commands print is shown, and not kept */
	struct vpb_journal journal; /* with what is wanted, and the commands */
	/* Looks at what the commands have made, on the running machine; may be NULL. */
	int (*judge)(const struct vpb_change *change, const void *context);
	const void *context;
};

void vpb_change_done(struct vpb_change *change);

/* For getopt_long(3): the options of both, and their letters. */
#define VPB_CHANGE_OPTIONS \
	{"dry-run", no_argument, NULL, 'n'}, {"yes", no_argument, NULL, 'y'}, \
		{"verbose", no_argument, NULL, 'v'}, \
	{ \
		"json", no_argument, NULL, 'J' \
	}
#define VPB_CHANGE_OPTIONS_LETTERS "nyv"

/* Takes one of these options; others change nothing. */
void vpb_change_option_take(struct vpb_change *change, int option);

/* Adds the command line that does the same as root. */
void vpb_change_add_sudo(const struct vpb_change *change, struct vpb_text *text);

/* Whether anything is to be changed. */
bool vpb_change_is_any(const struct vpb_change *change);

/* Says that a file of the tree made trouble: VPB_EXIT_FAILED. `path` may be NULL. */
int vpb_change_fail(const struct vpb_change *change, const char *path, int error);

#endif
