/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What may be taken: nothing but what the oracle says, and nothing that it speaks against. */

#include <stdarg.h>
#include <string.h>

#include "judge.h"

static const struct {
	const char *name, *sentence;
} invariants[INVARIANT_COUNT - OBJECTION_COUNT] = {
	{"identity", "another card at that place is not taken, unless allowed"},
	{"twin", "of twins none is taken, unless all are meant"},
	{"skip", "what is skipped is not taken, by whatever rule"},
	{"unread-skip",
		"where a skip cannot be read, nothing is taken that an id alone selects"},
	{"companion",
		"what comes with a display that stays is not taken by the same line"},
	{"outside",
		"nothing is taken but what is named, and companions of what is taken"},
	{"off", "a rescue boot and enable=0 take nothing"},
	{"complete", "what is plainly asked for, and nothing speaks against, is taken"},
	{"companions", "companions of what is taken are taken, or it is said why not"},
	{"said",
		"nothing is refused without a finding that names device and true reason"},
	{"group", "who spoils the group of a taken device is named"},
	{"framebuffer", "a taken display that keeps the firmware framebuffer is named"},
	{"steps",
		"each taken device has the steps that it needs, once, and no other has"},
	{"order", "slot by slot: overrides, then unbinding, then binding"},
	{"load", "the module is loaded first, once, where it is needed"},
	{"problems", "each mistake in the sources is one finding"},
	{"unmatched", "each rule that names nothing is one finding"},
	{"moved", "each skip that finds another card at its place is one finding"},
	{"listing", "the order in which sysfs lists the devices changes nothing"},
	{"outcome", "the plan after a plan's outcome is empty, for the same devices"},
	{"late-system-disk", "late: what carries the system is not taken"},
	{"disk-in-use", "late: what somebody uses is not taken"},
	{"late-group-system",
		"late: a group with what the system needs is not taken, unless allowed"},
	{"late-network-root", "late: the network root's card is not taken"},
	{"late-keyboard", "late: a keyboard is left, unless that is allowed"},
	{"late-default-route",
		"late: a card with the default route is not taken, unless allowed"},
	{"late-outside", "late: nothing is taken but what the early run has left for it"},
	{"late-complete", "late: what that left, and nothing speaks against, is taken"},
	{"late-quiet", "late: what was judged early is not spoken of"},
	{"device-in-use", "running: what a program has open is not taken"},
	{"slot", "plugged in: no other slot is touched or spoken of"},
};

const char *invariant_name(unsigned int invariant)
{
	return invariant < OBJECTION_COUNT ? objection_names[invariant]
					   : invariants[invariant - OBJECTION_COUNT].name;
}

const char *invariant_sentence(unsigned int invariant)
{
	return invariant < OBJECTION_COUNT
		       ? "nothing is taken that this speaks against, unless allowed"
		       : invariants[invariant - OBJECTION_COUNT].sentence;
}

void judge_begin(struct judge *judge, const struct machine *machine,
	const struct random_request *asked, const struct run *run,
	struct tally tallies[INVARIANT_COUNT], FILE *complaints)
{
	*judge = (struct judge){.machine = machine,
		.asked = asked,
		.run = run,
		.tallies = tallies,
		.complaints = complaints};
	for (size_t i = 0; i < run->snapshot.device_count; i++)
		judge->taken[i] = run->plan.selected[i];
}

void judge_hold(struct judge *judge, enum invariant invariant, bool holds,
	const char *format, ...)
{
	va_list args;

	judge->tallies[invariant].looked++;
	if (holds)
		return;
	judge->tallies[invariant].broken++;
	judge->is_broken = true;
	fprintf(judge->complaints, "# broken: %s: ", invariant_name(invariant));
	va_start(args, format);
	vfprintf(judge->complaints, format, args);
	va_end(args);
	fputc('\n', judge->complaints);
}

const char *judge_place(const struct judge *judge, size_t index)
{
	static char buffers[4][PLACE_BYTES];
	static unsigned int turn;

	turn = (turn + 1) % COUNT_OF(buffers);
	return place_show(judge->machine->functions[index].place, buffers[turn]);
}

/* Why a device was taken that no standing claim asks for. */
static enum invariant claim_missing(const struct oracle *oracle, unsigned int index)
{
	bool is_wrong_card = false, is_twin = false, may_be_skipped = false;
	bool is_orphan = false;

	if (oracle->skipped[index])
		return HOLDS_SKIP;
	for (unsigned int rule = 0; rule < oracle->asked->count; rule++) {
		if (oracle->asked->rules[rule].is_skip || !oracle->names[rule][index])
			continue;
		is_wrong_card |= !oracle->has_identity[rule][index];
		is_twin |= !oracle->is_single[rule][index];
		may_be_skipped |= oracle_may_be_skipped(oracle, rule);
		is_orphan |= oracle_is_orphan(oracle, rule, index);
	}
	return is_wrong_card	? HOLDS_IDENTITY
	       : is_twin	? HOLDS_TWIN
	       : may_be_skipped ? HOLDS_UNREAD_SKIP
	       : is_orphan	? HOLDS_COMPANION
				: HOLDS_OUTSIDE;
}

static void taken_judge(struct judge *judge, unsigned int index)
{
	const struct oracle *oracle = &judge->oracle;
	bool is_taken = judge->taken[index];
	const char *place = judge_place(judge, index);

	if (!oracle->claimed[index]) {
		if (oracle->named[index] || oracle->skipped[index] || is_taken)
			judge_hold(judge, claim_missing(oracle, index), !is_taken,
				"%s is taken", place);
		return;
	}
	judge_hold(judge, HOLDS_OUTSIDE, true, " ");
	for (unsigned int i = 0; i < OBJECTION_COUNT; i++)
		if (oracle_objects(oracle, index, i))
			judge_hold(judge, HOLDS_OBJECTION + i, !is_taken, "%s is taken",
				place);
}

static void off_judge(struct judge *judge)
{
	bool any = false;

	for (unsigned int i = 0; i < judge->machine->count; i++)
		any |= judge->taken[i];
	for (size_t i = 0; i < judge->run->plan.step_count; i++)
		any |= judge->run->plan.steps[i].kind != VPB_STEP_LOAD;
	judge_hold(judge, HOLDS_OFF, !any, "something is done");
}

void judge_slot(struct judge *judge)
{
	if (judge->machine->is_plugged)
		judge_hold(judge, HOLDS_SLOT, !judge->run->strays,
			"%u things are done or said of another slot", judge->run->strays);
}

bool run_judge(const struct machine *machine, const struct random_request *asked,
	const struct run *run, struct tally tallies[INVARIANT_COUNT], FILE *complaints)
{
	static struct judge judge;

	judge_begin(&judge, machine, asked, run, tallies, complaints);
	oracle_make(machine, asked, judge.taken, &judge.oracle);
	if (asked->is_off || asked->is_rescue || asked->is_mistaken)
		off_judge(&judge);
	if (judge.oracle.is_active)
		for (unsigned int i = 0; i < machine->count; i++)
			taken_judge(&judge, i);
	judge_slot(&judge);
	judge_steps(&judge);
	judge_findings(&judge);
	return !judge.is_broken;
}
