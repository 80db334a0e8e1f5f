/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The same once more: on a machine that lists its devices in another order, and on the one that
 * the plan's steps have made of it.
 */

#include <stdlib.h>
#include <string.h>

#include "judge.h"

static char *run_text(const struct run *run, const struct machine *machine)
{
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return NULL;
	run_print(run, machine, file);
	fclose(file);
	return text;
}

static bool listing_judge(struct judge *judge, enum vpb_phase phase)
{
	static struct machine machine;
	struct run run = {};
	char *here, *there;
	bool made;

	machine = *judge->machine;
	machine.listing = (unsigned int)judge->machine->count * 7919 + 1;
	made = run_make(&machine, judge->asked, phase, &run);
	here = made ? run_text(judge->run, judge->machine) : NULL;
	there = made ? run_text(&run, judge->machine) : NULL;
	made = here && there;
	if (made && judge->run->snapshot.device_count)
		judge_hold(judge, HOLDS_LISTING, strcmp(here, there) == 0,
			"listed in another order:\n%s", there);
	free(here);
	free(there);
	run_done(&run);
	return made;
}

/* What the steps lead to where each does what it should. */
static void outcome_play(const struct judge *judge, struct machine *machine)
{
	for (size_t i = 0; i < judge->run->snapshot.device_count; i++)
		if (judge->taken[i]) {
			strcpy(machine->functions[i].driver, "vfio-pci");
			strcpy(machine->functions[i].override, "vfio-pci");
		}
	for (size_t i = 0; i < judge->run->plan.step_count; i++) {
		const struct vpb_step *step = &judge->run->plan.steps[i];

		if (step->kind == VPB_STEP_SLEEP)
			strcpy(machine->functions[step->device].control,
				vpb_sleep_name(step->sleep));
	}
}

static bool outcome_judge(struct judge *judge, enum vpb_phase phase)
{
	static struct machine machine;
	struct run run = {};
	size_t steps = 0;
	bool made, same = true;

	machine = *judge->machine;
	outcome_play(judge, &machine);
	made = run_make(&machine, judge->asked, phase, &run);
	for (size_t i = 0; made && i < run.plan.step_count; i++)
		steps += run.plan.steps[i].kind != VPB_STEP_LOAD;
	for (size_t i = 0; made && i < run.snapshot.device_count; i++)
		same &= run.plan.selected[i] == judge->taken[i];
	if (made && judge->run->plan.step_count)
		judge_hold(judge, HOLDS_OUTCOME, !steps && same,
			"%zu steps are planned once more, for %s devices", steps,
			same ? "the same" : "other");
	run_done(&run);
	return made;
}

bool again_judge(const struct machine *machine, const struct random_request *asked,
	const struct run *run, enum vpb_phase phase,
	struct tally tallies[INVARIANT_COUNT], FILE *complaints)
{
	static struct judge judge;

	judge_begin(&judge, machine, asked, run, tallies, complaints);
	return listing_judge(&judge, phase) && outcome_judge(&judge, phase);
}
