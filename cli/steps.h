/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_STEPS_H
#define VPB_CLI_STEPS_H

#include "../helper/pipeline.h"
#include "table.h"

/* The steps of plans, as the subcommands print them. */

/* For JSON, under the key "steps"; without a line. NULL when memory is out. */
struct libscols_table *vpb_steps_table_new(void);

/* Adds those of one run, which is called `section` in the report. 0 or -ENOMEM. */
int vpb_steps_add(const struct vpb_run *run, const char *section,
	struct libscols_table *table) VPB_MUST_CHECK;

/* As numbered lines for people. 0 or -ENOMEM. */
int vpb_steps_print(const struct vpb_run *run) VPB_MUST_CHECK;

#endif
