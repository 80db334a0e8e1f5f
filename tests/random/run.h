/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_RUN_H
#define RANDOM_RUN_H

#include "../../helper/core/check.h"
#include "../../helper/core/plan.h"
#include "machine.h"
#include "request.h"

/* What the program makes of a machine and a request. */
struct run {
	struct vpb_request request;
	struct vpb_snapshot snapshot;
	struct vpb_selection selection;
	struct vpb_findings findings;
	struct vpb_plan plan;
	unsigned int
		strays; /* of a plugged machine: what a run did or said of another slot */
};

/*
 * Fills `run`, which was zeroed. There are two: run.c hands the facts to the pure part of the
 * program; run_tree.c writes them as a sysfs tree, which the whole pipeline reads, and takes
 * from the machine what such a tree cannot show; but only of the initramfs' own run, and else
 * does as run.c. False where something failed on our side.
 */
bool run_make(struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, struct run *run);

/*
 * With the facts handed over, in any phase: with those of the real root where it is late. A
 * plugged machine has a run for each slot, which are put together as one.
 */
bool run_make_pure(const struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, struct run *run);

/* The same, of what was plugged in at that place alone; NULL: the run is about all. */
bool run_make_at(const struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, const struct place *place, struct run *run);

/* The run of a plugged machine. */
bool run_make_plugged(const struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, struct run *run);

/* The function that the step is for: a bridge is let sleep for the sake of what is below it. */
size_t run_step_function(const struct vpb_step *step);

void run_done(struct run *run);

/* Steps and findings, for a person, each line after '#'. */
void run_print(const struct run *run, const struct machine *machine, FILE *file);

#endif
