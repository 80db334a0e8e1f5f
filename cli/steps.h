/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_STEPS_H
#define VPB_CLI_STEPS_H

#include "../helper/base/json.h"
#include "../helper/pipeline.h"

/* The steps of plans, as the subcommands print them. */

/* Adds those of one run, which is called `section` in the report, to an array. */
void vpb_steps_add_json(
	const struct vpb_run *run, const char *section, struct vpb_json *json);

/* As numbered lines for people. 0 or -ENOMEM. */
int vpb_steps_print(const struct vpb_run *run) VPB_MUST_CHECK;

#endif
