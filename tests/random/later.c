/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * The late run, judged by what the early one has left for it: that is what only the guards of
 * the real root can still speak against.
 */

#include <string.h>

#include "judge.h"

struct later {
	struct judge judge; /* of the late run, with the oracle on the early one */
	bool early[FUNCTIONS_MAX]; /* taken by the early run */
	bool waits[FUNCTIONS_MAX]; /* left by it for later */
	bool kept
		[FUNCTIONS_MAX]; /* for what the image was told, which is not known later */
};

static bool is_said(const struct run *run, unsigned int index, const char *guard)
{
	for (size_t i = 0; i < run->findings.count; i++)
		if (run->findings.items[i].device == (long)index &&
			strcmp(run->findings.items[i].guard, guard) == 0)
			return true;
	return false;
}

static bool has_trouble(const struct later *later, unsigned int index)
{
	const struct function *function = &later->judge.machine->functions[index];

	return function->has_system || function->is_in_use || function->carries_network;
}

/*
 * Whether it would come along with a display that was left early for what the image was told: that is not
 * known later, so this counts as gone, as the display does.
 */
static bool would_follow(const struct later *later, unsigned int index)
{
	const struct machine *machine = later->judge.machine;
	const struct function *function = &machine->functions[index];

	for (unsigned int i = 0; i < machine->count; i++)
		if (later->kept[i] && machine->functions[i].class_code >> 8 == 0x03 &&
			machine->functions[i].vendor == function->vendor &&
			place_is_same_slot(machine->functions[i].place, function->place))
			return function->class_code == 0x0c03;
	return false;
}

/* Whether a keyboard stays when all go that nothing else keeps. */
static bool is_keyboard_left(const struct later *later)
{
	const struct machine *machine = later->judge.machine;
	bool is_one_sure = false;

	if (machine->other_keyboard_count)
		return true;
	for (unsigned int i = 0; i < machine->count; i++)
		is_one_sure |= machine->functions[i].keyboard_count &&
			       !machine->functions[i].is_keyboard_unsure;
	for (unsigned int i = 0; i < machine->count; i++) {
		/* What is plugged in is judged once, by all that is seen. */
		bool is_early = later->early[i] &&
				!(machine->is_plugged && has_trouble(later, i));
		bool goes = is_early || later->kept[i] || would_follow(later, i) ||
			    (later->waits[i] && !has_trouble(later, i));

		if (machine->functions[i].keyboard_count && !goes &&
			!(is_one_sure && machine->functions[i].is_keyboard_unsure))
			return true;
	}
	return false;
}

/*
 * Also where none is seen on it: what USB and its like carry may show up later. A companion is left
 * only for one that is there. A console is a keyboard somewhere else.
 */
static bool is_last_keyboard(const struct later *later, unsigned int index)
{
	const struct function *function = &later->judge.machine->functions[index];

	if (function->has_console)
		return !(later->judge.oracle.allowed[index] & ALLOW_KEYBOARD);
	return (function->keyboard_count ||
		       (!later->judge.oracle.is_companion[index] &&
			       (function->class_code == 0x0c03 ||
				       function->class_code == 0x0c80))) &&
	       !(later->judge.oracle.allowed[index] & ALLOW_KEYBOARD) &&
	       !is_keyboard_left(later);
}

/* What speaks against taking it now, as an invariant; HOLDS_LATE_COMPLETE where nothing does. */
static enum invariant objection_find(const struct later *later, unsigned int index)
{
	const struct judge *judge = &later->judge;
	const struct function *function = &judge->machine->functions[index];

	if (function->has_system)
		return HOLDS_SYSTEM_DISK;
	if (function->is_in_use)
		return HOLDS_DISK_IN_USE;
	if (function->carries_network)
		return HOLDS_NETWORK_ROOT;
	if (judge->machine->takes_groups && !judge->machine->is_plugged &&
		!(judge->oracle.allowed[index] & ALLOW_GROUP_SYSTEM) &&
		oracle_shares_with_system(&judge->oracle, index, true))
		return HOLDS_GROUP_SYSTEM;
	if (is_last_keyboard(later, index))
		return HOLDS_KEYBOARD;
	if (function->has_default_route &&
		!(judge->oracle.allowed[index] & ALLOW_DEFAULT_ROUTE))
		return HOLDS_DEFAULT_ROUTE;
	return HOLDS_LATE_COMPLETE;
}

/*
 * Its display was left early for what the image was told of its group: the real root does not judge that
 * one again, so this is a companion there, and stays with the display.
 */
static bool may_follow(const struct later *later, unsigned int index)
{
	const struct machine *machine = later->judge.machine;

	for (unsigned int i = 0; i < machine->count; i++)
		if (machine->functions[i].class_code >> 8 == 0x03 &&
			place_is_same_slot(machine->functions[i].place,
				machine->functions[index].place) &&
			oracle_objects(&later->judge.oracle, i, AGAINST_GROUP_SYSTEM))
			return true;
	return false;
}

static void function_judge(struct later *later, unsigned int index)
{
	struct judge *judge = &later->judge;
	enum invariant objection = objection_find(later, index);
	bool is_taken = judge->taken[index];
	const char *place = judge_place(judge, index);

	if (!later->waits[index]) {
		/* What is plugged in has this one run, which looks at companions too. */
		bool is_due = judge->machine->is_plugged && later->early[index] &&
			      objection == HOLDS_LATE_COMPLETE;

		if (judge->oracle.named[index] || is_due)
			judge_hold(judge, HOLDS_LATE_OUTSIDE, is_taken == is_due,
				"%s is %s late", place, is_taken ? "taken" : "left");
		return;
	}
	if (!is_taken && may_follow(later, index))
		return;
	judge_hold(judge, objection, is_taken == (objection == HOLDS_LATE_COMPLETE),
		"%s is %s", place, is_taken ? "taken" : "left");
}

static bool is_of_early_class(const struct function *function)
{
	return function->class_code >> 8 == 0x03 || function->class_code >> 8 == 0x04 ||
	       function->class_code >> 8 == 0x0b || function->class_code >> 8 == 0x12;
}

static void findings_judge(struct later *later)
{
	struct judge *judge = &later->judge;

	for (size_t i = 0; i < judge->run->findings.count; i++) {
		const struct vpb_finding *finding = &judge->run->findings.items[i];

		if (finding->device < 0)
			continue;
		judge_hold(judge, HOLDS_LATE_QUIET,
			!later->early[finding->device] &&
				!is_of_early_class(
					&judge->machine->functions[finding->device]),
			"%s: a finding about '%s'",
			judge_place(judge, (size_t)finding->device), finding->guard);
	}
}

bool later_judge(const struct machine *machine, const struct random_request *asked,
	const struct run *early, const struct run *late,
	struct tally tallies[INVARIANT_COUNT], FILE *complaints)
{
	static struct later later;

	later = (struct later){};
	judge_begin(&later.judge, machine, asked, late, tallies, complaints);
	for (size_t i = 0; i < early->snapshot.device_count; i++) {
		later.early[i] = early->plan.selected[i];
		later.waits[i] = is_said(early, (unsigned int)i, "late");
	}
	oracle_make(machine, asked, later.early, &later.judge.oracle);
	for (unsigned int i = 0; i < machine->count; i++)
		later.kept[i] = oracle_is_kept_by_image(&later.judge.oracle, i);
	for (unsigned int i = 0; i < machine->count; i++)
		function_judge(&later, i);
	judge_slot(&later.judge);
	if (!machine->is_plugged)
		findings_judge(&later);
	return !later.judge.is_broken;
}

bool running_judge(const struct machine *machine, const struct random_request *asked,
	const struct run *run, struct tally tallies[INVARIANT_COUNT], FILE *complaints)
{
	static struct judge judge;

	judge_begin(&judge, machine, asked, run, tallies, complaints);
	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		if (machine->functions[i].is_open)
			judge_hold(&judge, HOLDS_OPEN, !run->plan.selected[i],
				"%s is taken", judge_place(&judge, i));
	}
	return !judge.is_broken;
}
