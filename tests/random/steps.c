/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The steps of a plan: what there is, and in which order. */

#include <string.h>

#include "judge.h"

static unsigned int steps_count(
	const struct run *run, enum vpb_step_kind kind, size_t device)
{
	unsigned int count = 0;

	for (size_t i = 0; i < run->plan.step_count; i++)
		count += run->plan.steps[i].kind == kind &&
			 (kind == VPB_STEP_LOAD || run->plan.steps[i].device == device);
	return count;
}

/* Whether any rule that binds has a word about sleep, or whether every one has. */
static bool request_sets_sleep(const struct random_request *asked, bool all)
{
	for (unsigned int i = 0; i < asked->count; i++)
		if (!asked->rules[i].is_skip && asked->rules[i].sets_sleep != all)
			return !all;
	return all;
}

static void device_steps_judge(struct judge *judge, size_t index)
{
	const struct function *function = &judge->machine->functions[index];
	bool is_there = strcmp(function->driver, "vfio-pci") == 0;
	bool is_needed = judge->taken[index] && !is_there;
	unsigned int overrides = steps_count(judge->run, VPB_STEP_OVERRIDE, index);
	unsigned int unbinds = steps_count(judge->run, VPB_STEP_UNBIND, index);
	unsigned int binds = steps_count(judge->run, VPB_STEP_BIND, index);
	unsigned int sleeps = steps_count(judge->run, VPB_STEP_SLEEP, index);
	bool is_set = strcmp(function->override, "vfio-pci") == 0;

	if (!judge->taken[index] && overrides + unbinds + binds == 0)
		return;
	judge_hold(judge, HOLDS_STEPS,
		overrides == (is_needed && !is_set) &&
			unbinds == (is_needed && *function->driver) && binds == is_needed,
		"%s, %s, has %u overrides, %u unbinds and %u binds",
		judge_place(judge, index), judge->taken[index] ? "taken" : "not taken",
		overrides, unbinds, binds);
	/* Which of several lines counts is not judged here. */
	judge_hold(judge, HOLDS_STEPS,
		sleeps <= request_sets_sleep(judge->asked, false) &&
			sleeps >= request_sets_sleep(judge->asked, true),
		"%s has %u words about sleep", judge_place(judge, index), sleeps);
}

static bool is_same_slot(
	const struct judge *judge, const struct vpb_step *a, const struct vpb_step *b)
{
	return place_is_same_slot(judge->machine->functions[run_step_function(a)].place,
		judge->machine->functions[run_step_function(b)].place);
}

/* A slot's steps stand together, and in it none stands before one of an earlier kind. */
static void order_judge(struct judge *judge)
{
	static const int turn[] = {[VPB_STEP_LOAD] = 0,
		[VPB_STEP_OVERRIDE] = 1,
		[VPB_STEP_UNBIND] = 2,
		[VPB_STEP_BIND] = 3,
		[VPB_STEP_SLEEP] = 4};
	const struct vpb_plan *plan = &judge->run->plan;

	for (size_t i = 1; i < plan->step_count; i++) {
		const struct vpb_step *step = &plan->steps[i];
		bool was_left = false, holds = true;

		for (size_t j = i; j-- > 0;) {
			const struct vpb_step *before = &plan->steps[j];

			if (before->kind == VPB_STEP_LOAD)
				continue;
			if (!is_same_slot(judge, step, before))
				was_left = true;
			else
				holds &= !was_left &&
					 turn[before->kind] <= turn[step->kind];
		}
		if (step->kind != VPB_STEP_LOAD)
			judge_hold(judge, HOLDS_ORDER, holds, "step %zu, of %s", i + 1,
				judge_place(judge, step->device));
	}
}

static void load_judge(struct judge *judge)
{
	const struct vpb_plan *plan = &judge->run->plan;
	unsigned int loads = steps_count(judge->run, VPB_STEP_LOAD, 0);
	bool is_needed = plan->step_count > loads;

	/* Also where nothing is taken: loaded by another, it would take what was refused. */
	for (unsigned int i = 0; i < judge->asked->count; i++)
		is_needed |= judge->asked->rules[i].form == BY_VFIO_ID &&
			     !judge->asked->rules[i].is_dead;
	judge_hold(judge, HOLDS_LOAD,
		loads == is_needed && (!loads || plan->steps[0].kind == VPB_STEP_LOAD),
		"it is loaded %u times of %zu steps", loads, plan->step_count);
}

void judge_steps(struct judge *judge)
{
	load_judge(judge);
	if (!judge->oracle.is_active)
		return;
	for (size_t i = 0; i < judge->machine->count; i++)
		device_steps_judge(judge, i);
	order_judge(judge);
}
