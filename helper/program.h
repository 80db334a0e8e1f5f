/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_PROGRAM_H
#define VPB_PROGRAM_H

#include "core/report.h"
#include "pipeline.h"

/*
 * What the two boot programs share: options, the run in a child with a deadline, the report and
 * the log.
 */
struct vpb_program {
	const char *name;
	enum vpb_section section; /* of the report */
	const char *help;
	struct vpb_pipeline pipeline; /* but for is_dry, which is an option */
};

/* All of it: returns the exit status. */
int vpb_program_run(const struct vpb_program *program, int argc, char **argv);

#endif
