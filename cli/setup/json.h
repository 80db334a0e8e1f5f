/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_JSON_H
#define VPB_CLI_SETUP_JSON_H

#include "change.h"

/*
 * With --json stdout has one object, at the end, and what is said to people on stdout goes nowhere. Nobody
 * is asked, so --dry-run or --yes has to be there: else this says so. Returns a negative number to go
 * on, as without --json, else an exit status.
 */
int vpb_setup_json_begin(struct vpb_change *change);

/* Which files change, and the commands: before anything is changed, else as the last thing. */
void vpb_setup_json_add_plan(struct vpb_change *change);

/* What became of it, by the exit status, and what is left to do by hand. */
void vpb_setup_json_add_end(
	struct vpb_change *change, const struct vpb_text *advice, int status);

/* Prints the object. Returns the exit status: `status`, unless memory is out. */
int vpb_setup_json_end(struct vpb_change *change, int status);

#endif
