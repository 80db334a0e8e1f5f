/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_UNIT_APPLY_RUN_H
#define VPB_UNIT_APPLY_RUN_H

#include "../../helper/sys/apply.h"
#include "fixture.h"

/* Plans that are carried out on the played kernel (fake_kernel.h), with a deadline of 1.5 s. */
struct run {
	struct fixture fixture;
	struct vpb_outcome outcomes[8];
	int result; /* of vpb_apply() */
};

void run_done(struct run *run);

#define RUN(name) VPB_CLEANUP(run_done) struct run name = {}

/* Plans for that machine, which the played kernel has as well, and carries it out. */
void run_carry_out(struct run *run, const char *devices, const char *config);

/* The deadline that the last run asked for. */
unsigned int run_deadline_ms(void);

/* What became of that device of the snapshot, and the driver it has in the end. */
void assert_outcome(
	const struct run *run, size_t device, enum vpb_state state, const char *driver);

/* That it failed, where, and with which errno. */
void assert_failed(const struct run *run, size_t device, enum vpb_step_kind step,
	int error, const char *driver);

#endif
