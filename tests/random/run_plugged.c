/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What is plugged in, slot by slot: a run for each, put together as one that can be judged like
 * any other. Counted on the way: what a run does or says of another slot than its own.
 */

#include "../../helper/base/array.h"
#include "run.h"

/* A run for one slot, and the one that it becomes a part of. */
struct part {
	const struct machine *machine;
	struct place place;
	struct run run;
	struct run *whole;
};

static void stray_count(struct part *part, long device)
{
	if (device < 0 ||
		!place_is_same_slot(part->machine->functions[device].place, part->place))
		part->whole->strays++;
}

/* The module is loaded once, for the first slot that needs it. */
static bool steps_move(struct part *part)
{
	const struct vpb_plan *from = &part->run.plan;
	struct vpb_plan *to = &part->whole->plan;

	for (size_t i = 0; i < from->step_count; i++) {
		const struct vpb_step *step = &from->steps[i];
		struct vpb_step *steps =
			vpb_array_grow(to->steps, to->step_count, sizeof(*steps));

		if (!steps)
			return false;
		to->steps = steps;

		if (step->kind != VPB_STEP_LOAD)
			stray_count(part, (long)run_step_function(step));
		else if (i == 0 && to->step_count)
			continue;
		steps[to->step_count++] = *step;
	}
	return true;
}

static bool findings_move(struct part *part)
{
	struct vpb_findings *from = &part->run.findings, *to = &part->whole->findings;

	for (size_t i = 0; i < from->count; i++) {
		struct vpb_finding *items =
			vpb_array_grow(to->items, to->count, sizeof(*items));

		if (!items)
			return false;
		to->items = items;
		stray_count(part, from->items[i].device);
		items[to->count++] = from->items[i];
		/* Its texts have moved. */
		from->items[i] = (struct vpb_finding){};
	}
	return true;
}

static bool part_move(struct part *part)
{
	for (size_t i = 0; i < part->run.snapshot.device_count; i++)
		if (part->run.plan.selected[i]) {
			stray_count(part, (long)i);
			part->whole->plan.selected[i] = true;
		}
	return steps_move(part) && findings_move(part);
}

static bool is_first_of_slot(const struct machine *machine, unsigned int index)
{
	return index == 0 || !place_is_same_slot(machine->functions[index - 1].place,
				     machine->functions[index].place);
}

bool run_make_plugged(const struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, struct run *run)
{
	static const struct place nowhere = {.domain = UINT32_MAX};
	bool made = run_make_at(machine, asked, phase, &nowhere, run);

	/* What was pulled out again by now: there is nothing to be said. */
	run->strays = (unsigned int)run->findings.count;
	for (unsigned int i = 0; made && i < machine->count; i++) {
		struct part part = {.machine = machine,
			.place = machine->functions[i].place,
			.whole = run};

		if (!is_first_of_slot(machine, i))
			continue;
		made = run_make_at(machine, asked, phase, &part.place, &part.run) &&
		       part_move(&part);
		run_done(&part.run);
	}
	return made;
}
