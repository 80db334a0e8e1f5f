/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_BIND_BIND_H
#define VPB_CLI_BIND_BIND_H

#include "../../helper/core/report.h"
#include "../../helper/pipeline.h"
#include "../../helper/usage/usage.h"

/* What `bind` and `release` have in common: one run on the system as it is. */
struct vpb_bind {
	const char *name; /* of the command, and of the section of the report */
	const struct vpb_root *root;
	bool is_dry, is_json, has_selectors;
	bool is_blind; /* not all processes could be looked at */
	struct vpb_holds
		holds; /* disks that stay open until their driver has let them go */
	struct vpb_run run;
	enum vpb_run_state state;
};

/* Prints devices, steps and findings to stdout, for a person and for programs. 0 or -errno. */
int vpb_bind_print(const struct vpb_bind *bind) VPB_MUST_CHECK;
int vpb_bind_print_json(const struct vpb_bind *bind) VPB_MUST_CHECK;

/* As the report has it, the times aside. */
struct vpb_report vpb_bind_report(const struct vpb_bind *bind);

/* What became of the devices, and what was refused, to the journal of the system. */
void vpb_bind_log(const struct vpb_bind *bind);

#endif
