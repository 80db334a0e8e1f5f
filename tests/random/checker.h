/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_CHECKER_H
#define RANDOM_CHECKER_H

#include "oracle.h"
#include "run.h"

/* What must hold of every run. Each is counted where it had something to say. */
enum invariant {
	HOLDS_OBJECTION, /* one an objection, in the order of oracle.h */
	HOLDS_IDENTITY = OBJECTION_COUNT,
	HOLDS_TWIN,
	HOLDS_SKIP,
	HOLDS_UNREAD_SKIP,
	HOLDS_COMPANION,
	HOLDS_OUTSIDE,
	HOLDS_OFF,
	HOLDS_COMPLETE,
	HOLDS_COMPANIONS,
	HOLDS_SAID,
	HOLDS_GROUP,
	HOLDS_FRAMEBUFFER,
	HOLDS_STEPS,
	HOLDS_ORDER,
	HOLDS_LOAD,
	HOLDS_PROBLEMS,
	HOLDS_UNMATCHED,
	HOLDS_MOVED,
	HOLDS_LISTING, /* of either run, from here on */
	HOLDS_OUTCOME,
	HOLDS_SYSTEM_DISK, /* of the late run, from here on */
	HOLDS_DISK_IN_USE,
	HOLDS_GROUP_SYSTEM,
	HOLDS_NETWORK_ROOT,
	HOLDS_KEYBOARD,
	HOLDS_DEFAULT_ROUTE,
	HOLDS_LATE_OUTSIDE,
	HOLDS_LATE_COMPLETE,
	HOLDS_LATE_QUIET,
	HOLDS_OPEN, /* of the running system */
	HOLDS_SLOT, /* of what is plugged in */
	INVARIANT_COUNT,
};

/* One word that names the invariant, and the sentence that it stands for. */
const char *invariant_name(unsigned int invariant);
const char *invariant_sentence(unsigned int invariant);

struct tally {
	unsigned long looked; /* how often there was something to hold */
	unsigned long broken;
};

/*
 * Judges one run. Adds to `tallies`, one an invariant, and a line for a person to `complaints`
 * for each thing that is broken. Returns whether all is right.
 */
bool run_judge(const struct machine *machine, const struct random_request *asked,
	const struct run *run, struct tally tallies[INVARIANT_COUNT], FILE *complaints);

/*
 * The same for the late run that follows on that early one; of a plugged machine, for the real
 * root's in place of the boot image's.
 */
bool later_judge(const struct machine *machine, const struct random_request *asked,
	const struct run *early, const struct run *late,
	struct tally tallies[INVARIANT_COUNT], FILE *complaints);

/* The same for the run on the system as it runs, which judges everything. */
bool running_judge(const struct machine *machine, const struct random_request *asked,
	const struct run *run, struct tally tallies[INVARIANT_COUNT], FILE *complaints);

/*
 * Makes the run again, with the functions listed in another order and after its outcome, and
 * judges that. False where something failed on our side.
 */
bool again_judge(const struct machine *machine, const struct random_request *asked,
	const struct run *run, enum vpb_phase phase,
	struct tally tallies[INVARIANT_COUNT], FILE *complaints);

#endif
