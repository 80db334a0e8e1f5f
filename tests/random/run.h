/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_RUN_H
#define RANDOM_RUN_H

#include "../../helper/core/check.h"
#include "../../helper/core/plan.h"
#include "machine.h"
#include "wish.h"

/* What the program makes of a machine and a request. */
struct run {
	struct vpb_request request;
	struct vpb_snapshot snapshot;
	struct vpb_selection selection;
	struct vpb_findings findings;
	struct vpb_plan plan;
};

/*
 * Fills `run`, which was zeroed. There are two: run.c hands the facts to the pure part of the
 * program; run_tree.c writes them as a sysfs tree, which the whole pipeline reads, and takes
 * from the machine what such a tree cannot show. False where something failed on our side.
 */
bool run_make(struct machine *machine, const struct wish *wish, struct run *run);

/*
 * The same with the facts handed over, in either phase: with those of the real root where it is
 * late.
 */
bool run_make_pure(const struct machine *machine, const struct wish *wish,
	enum vpb_phase phase, struct run *run);

void run_done(struct run *run);

/* Steps and findings, for a person, each line behind '#'. */
void run_print(const struct run *run, const struct machine *machine, FILE *file);

#endif
