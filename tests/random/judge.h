/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_JUDGE_H
#define RANDOM_JUDGE_H

#include "checker.h"

/* What the two halves of the checker share: everything about one run. */
struct judge {
	const struct machine *machine;
	const struct random_request *asked;
	const struct run *run;
	struct oracle oracle;
	bool taken[FUNCTIONS_MAX];
	struct tally *tallies;
	FILE *complaints;
	bool is_broken;
};

/* For one run: with what it took, and no oracle yet. */
void judge_begin(struct judge *judge, const struct machine *machine,
	const struct random_request *asked, const struct run *run,
	struct tally tallies[INVARIANT_COUNT], FILE *complaints);

/* Counts that `invariant` had something to apply to, and complains where it is broken. */
void judge_hold(struct judge *judge, enum invariant invariant, bool holds,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* The function's place, in one of a few buffers that are used in turn. */
const char *judge_place(const struct judge *judge, size_t index);

/* Each run of a plugged machine keeps to its slot. */
void judge_slot(struct judge *judge);

/* The steps: what there is, and in which order. */
void judge_steps(struct judge *judge);

/* The findings: nothing is refused in silence, and nothing without need. */
void judge_findings(struct judge *judge);

#endif
