/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_PREVIEW_H
#define VPB_CLI_SETUP_PREVIEW_H

#include "../../host/change/transaction.h"

/*
 * What `setup` and `remove` have in common: changes to files and commands that are shown, asked
 * about, and carried out, all or none. Functions that return an exit status have said why; a
 * negative one is: go on.
 */
struct vpb_carry {
	const struct vpb_root *root;
	const char *name; /* of the command, for messages */
	bool is_dry, is_yes;
	struct vpb_journal journal; /* with what is wanted, and the commands */
	/* Looks at what the commands have made, on the running machine; may be NULL. */
	int (*judge)(const struct vpb_carry *carry, const void *context);
	const void *context;
};

void vpb_carry_done(struct vpb_carry *carry);

/*
 * Takes the lock, puts back what a call that was killed left, and reads the journal. From then on
 * a reader of our output that goes away ends nothing.
 */
int vpb_carry_begin(struct vpb_carry *carry);

/* A command that uses the files, in words with a blank between; once only. 0 or -ENOMEM. */
int vpb_carry_add_command(struct vpb_carry *carry, const char *words) VPB_MUST_CHECK;

/* Whether anything is to be changed. */
bool vpb_carry_changes(const struct vpb_carry *carry);

/* The differences and the commands; asks, unless it is told not to. */
int vpb_carry_show(const struct vpb_carry *carry);
int vpb_carry_ask(const struct vpb_carry *carry);

/* The commands alone, in the words of vpb_carry_show(). */
void vpb_carry_show_lines(const struct vpb_carry *carry);

/*
 * Changes the files and runs the commands, which another machine's tree (--root) is spared. What
 * fails puts all back.
 */
int vpb_carry_out(struct vpb_carry *carry);

/* Says that a file of the tree made trouble: VPB_EXIT_FAILED. `path` may be NULL. */
int vpb_carry_fail(const struct vpb_carry *carry, const char *path, int error);

#endif
