/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The findings: nothing is refused in silence, nothing without need, nothing goes unsaid. */

#include <string.h>

#include "judge.h"

static unsigned int findings_count(const struct run *run, const char *guard)
{
	unsigned int count = 0;

	for (size_t i = 0; i < run->findings.count; i++)
		count += strcmp(run->findings.items[i].guard, guard) == 0;
	return count;
}

/* Whether a rule's own verdict on this function is true: wrong card, or one of twins. */
static bool is_verdict_true(
	const struct oracle *oracle, unsigned int index, const char *guard)
{
	for (unsigned int rule = 0; rule < oracle->asked->count; rule++) {
		const struct wanted_rule *wanted = &oracle->asked->rules[rule];

		if (wanted->is_skip || !oracle->names[rule][index])
			continue;
		if (strcmp(guard, "identity") == 0 &&
			!oracle->has_identity[rule][index] &&
			!(wanted->allowed & ALLOW_IDENTITY))
			return true;
		if (strcmp(guard, "twin") == 0 && !oracle->is_single[rule][index] &&
			!wanted->takes_all && !(wanted->allowed & ALLOW_TWIN))
			return true;
		if (strcmp(guard, "companion") == 0 &&
			oracle_stands(oracle, rule, index) &&
			oracle_is_orphan(oracle, rule, index))
			return true;
		if (strcmp(guard, "unread-skip") == 0 &&
			oracle_may_be_skipped(oracle, rule))
			return true;
	}
	return false;
}

/* `ret_drops_claim`: it is about a rule's claim, and the device may be taken by another. */
static bool is_reason_true(const struct oracle *oracle, unsigned int index,
	const char *guard, bool *ret_drops_claim)
{
	*ret_drops_claim = strcmp(guard, "identity") == 0 || strcmp(guard, "twin") == 0 ||
			   strcmp(guard, "unread-skip") == 0 ||
			   strcmp(guard, "companion") == 0;
	if (*ret_drops_claim)
		return is_verdict_true(oracle, index, guard);
	for (unsigned int i = 0; i < OBJECTION_COUNT; i++)
		if (strcmp(guard, objection_names[i]) == 0)
			return oracle_objects(oracle, index, i);
	return false;
}

/* Each refusal is for a true reason, and each claim that came to nothing has one. */
static void refusal_judge(struct judge *judge, unsigned int index)
{
	const struct oracle *oracle = &judge->oracle;
	const struct vpb_findings *findings = &judge->run->findings;
	bool is_said = false;

	for (size_t i = 0; i < findings->count; i++) {
		const struct vpb_finding *finding = &findings->items[i];
		bool of_claim, is_true;

		if (finding->device != (long)index || !finding->refused)
			continue;
		is_true = is_reason_true(oracle, index, finding->guard, &of_claim);
		/* A display that was refused took its companions with it, after their verdict. */
		if (!oracle->claimed[index] && !of_claim)
			is_true = true;
		judge_hold(judge, HOLDS_COMPLETE, is_true, "%s is refused for '%s'",
			judge_place(judge, index), finding->guard);
		is_said |= !of_claim || !oracle->claimed[index];
	}
	if (judge->taken[index])
		return;
	if (oracle->named[index] && !oracle->skipped[index])
		judge_hold(judge, HOLDS_SAID, is_said,
			"%s was asked for and is not taken", judge_place(judge, index));
	else if (oracle->is_companion[index])
		judge_hold(judge, HOLDS_COMPANIONS, is_said,
			"%s is a companion and is not taken", judge_place(judge, index));
}

static void companion_judge(struct judge *judge, unsigned int index)
{
	if (judge->oracle.is_companion[index] && judge->taken[index])
		judge_hold(judge, HOLDS_COMPANIONS, true, " ");
	if (judge->oracle.claimed[index] && judge->taken[index])
		judge_hold(judge, HOLDS_COMPLETE, true, " ");
}

/*
 * Some finding about the group, at a taken member of it, has the other's address in it; of what
 * is plugged in, one that is in the same slot.
 */
static bool is_spoiler_named(
	const struct judge *judge, unsigned int index, unsigned int other)
{
	const struct machine *machine = judge->machine;
	const struct vpb_findings *findings = &judge->run->findings;
	const char *place = judge_place(judge, other);

	for (size_t i = 0; i < findings->count; i++) {
		const struct vpb_finding *finding = &findings->items[i];

		if (finding->device >= 0 && strcmp(finding->guard, "group") == 0 &&
			machine->functions[finding->device].group ==
				machine->functions[index].group &&
			judge->taken[finding->device] &&
			(!machine->is_plugged ||
				place_is_same_slot(
					machine->functions[finding->device].place,
					machine->functions[index].place)) &&
			strstr(finding->reason, place))
			return true;
	}
	return false;
}

static void group_judge(struct judge *judge, unsigned int index)
{
	for (unsigned int i = 0; judge->taken[index] && i < judge->machine->count; i++)
		if (oracle_spoils(&judge->oracle, index, i))
			judge_hold(judge, HOLDS_GROUP, is_spoiler_named(judge, index, i),
				"%s, in the group of %s, is not named",
				judge_place(judge, i), judge_place(judge, index));
}

/* The kernel takes the picture away with a VGA display alone. */
static void picture_judge(struct judge *judge, unsigned int index)
{
	const struct function *function = &judge->machine->functions[index];
	const struct vpb_findings *findings = &judge->run->findings;
	bool is_said = false;

	if (!judge->taken[index] || !function->has_framebuffer ||
		function->class_code == 0x0300)
		return;
	for (size_t i = 0; i < findings->count; i++)
		is_said |= findings->items[i].device == (long)index &&
			   strcmp(findings->items[i].guard, "framebuffer") == 0;
	judge_hold(judge, HOLDS_FRAMEBUFFER, is_said, "nothing is said of %s",
		judge_place(judge, index));
}

/* The request itself is no matter of what is plugged in: the boot has told. */
static void request_judge(struct judge *judge, enum invariant invariant,
	const char *guard, unsigned int expected)
{
	unsigned int found = findings_count(judge->run, guard);

	if (judge->machine->is_plugged)
		expected = 0;
	if (expected || found)
		judge_hold(judge, invariant, expected == found,
			"%u findings are due, and there are %u", expected, found);
}

static unsigned int unmatched_count(const struct judge *judge)
{
	const struct random_request *asked = judge->asked;
	unsigned int count = 0;

	for (unsigned int rule = 0; rule < asked->count; rule++) {
		bool any = asked->rules[rule].is_dead;

		for (unsigned int i = 0; i < judge->machine->count; i++)
			any |= judge->oracle.names[rule][i];
		count += !any;
	}
	return count;
}

void judge_findings(struct judge *judge)
{
	request_judge(judge, HOLDS_PROBLEMS, "syntax", judge->asked->mistakes);
	if (!judge->oracle.is_active)
		return;
	request_judge(judge, HOLDS_UNMATCHED, "unmatched", unmatched_count(judge));
	request_judge(judge, HOLDS_MOVED, "moved", judge->oracle.moved);
	for (unsigned int i = 0; i < judge->machine->count; i++) {
		companion_judge(judge, i);
		refusal_judge(judge, i);
		group_judge(judge, i);
		picture_judge(judge, i);
	}
}
