/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Which devices the rules mean, and their companions: section 3 of the design, read again. */

#include <string.h>

#include "oracle.h"

static bool is_place(const struct function *function, struct place place)
{
	return place_is_same_slot(function->place, place) &&
	       function->place.function == place.function;
}

static const struct function *above(
	const struct machine *machine, const struct function *function)
{
	int index = function && function->has_above
			    ? machine_find(machine, function->above)
			    : -1;

	return index < 0 ? NULL : &machine->functions[index];
}

/* From the first bridge down: at each step what sits at that place below the one before. */
static bool is_at_path(const struct machine *machine, const struct wanted_rule *rule,
	const struct function *function)
{
	struct place at = rule->place;

	if (machine_find(machine, at) < 0)
		return false;
	for (unsigned int hop = 0; hop < rule->hop_count; hop++) {
		bool found = false;

		for (unsigned int i = 0; !found && i < machine->count; i++) {
			const struct function *next = &machine->functions[i];

			if (!next->has_above ||
				machine_find(machine, next->above) !=
					machine_find(machine, at) ||
				next->place.device != rule->hops[hop].device ||
				next->place.function != rule->hops[hop].function)
				continue;
			at = next->place;
			found = true;
		}
		if (!found)
			return false;
	}
	return is_place(function, at);
}

static bool is_value(long wanted, uint16_t value)
{
	return wanted == ANY || wanted == value;
}

static bool rule_names(const struct machine *machine, const struct wanted_rule *rule,
	const struct function *function)
{
	uint32_t class_value = (uint32_t)function->class_code * 256 + function->prog_if;

	if (rule->is_dead)
		return false;
	if (rule->form == BY_PLACE)
		return is_place(function, rule->place);
	if (rule->form == BY_PATH)
		return is_at_path(machine, rule, function);
	return is_value(rule->vendor, function->vendor) &&
	       is_value(rule->device, function->device) &&
	       is_value(rule->subvendor, function->subvendor) &&
	       is_value(rule->subdevice, function->subdevice) &&
	       (class_value & rule->class_mask) == (rule->class_value & rule->class_mask);
}

static bool is_right_card(const struct wanted_rule *rule, const struct function *function)
{
	if (!rule->has_identity)
		return true;
	if (rule->vendor != function->vendor || rule->device != function->device)
		return false;
	return !rule->has_subsystem || (rule->subvendor == function->subvendor &&
					       rule->subdevice == function->subdevice);
}

/*
 * A companion: in the display's slot, of its vendor, and audio, USB or USB-C; or audio of its
 * vendor below the switch that the card brought along, which is of that vendor too and sits
 * below a port of the host.
 */
static bool is_brought(const struct machine *machine, const struct function *display,
	const struct function *function)
{
	const struct function *of_display, *of_function;

	if (display == function || display->class_code >> 8 != 0x03 || display->is_vf ||
		function->is_vf || function->vendor != display->vendor)
		return false;
	if (place_is_same_slot(display->place, function->place))
		return function->class_code == 0x0403 || function->class_code == 0x0c03 ||
		       function->class_code == 0x0c80;
	of_display = above(machine, above(machine, display));
	of_function = above(machine, above(machine, function));
	return function->class_code == 0x0403 && of_display &&
	       of_display == of_function && of_display->vendor == display->vendor &&
	       above(machine, of_display);
}

bool oracle_may_be_skipped(const struct oracle *oracle, unsigned int rule)
{
	enum form form = oracle->asked->rules[rule].form;

	return oracle->asked->has_unread_skip && (form == BY_ID || form == BY_VFIO_ID);
}

bool oracle_stands(const struct oracle *oracle, unsigned int rule, unsigned int index)
{
	const struct wanted_rule *wanted = &oracle->asked->rules[rule];

	return !wanted->is_skip && oracle->names[rule][index] &&
	       !oracle->skipped[index] && !oracle_may_be_skipped(oracle, rule) &&
	       (oracle->has_identity[rule][index] || wanted->allowed & ALLOW_IDENTITY) &&
	       (oracle->is_single[rule][index] || wanted->takes_all ||
		       wanted->allowed & ALLOW_TWIN);
}

static void names_find(struct oracle *oracle)
{
	for (unsigned int rule = 0; rule < oracle->asked->count; rule++) {
		const struct wanted_rule *wanted = &oracle->asked->rules[rule];

		for (unsigned int i = 0; i < oracle->machine->count; i++) {
			const struct function *function = &oracle->machine->functions[i];

			if (!rule_names(oracle->machine, wanted, function))
				continue;
			oracle->names[rule][i] = true;
			oracle->has_identity[rule][i] = is_right_card(wanted, function);
			oracle->skipped[i] |= wanted->is_skip;
			oracle->named[i] |= !wanted->is_skip;
		}
	}
}

/*
 * A skip that does not find its card at its place: the card is left wherever it is now, as is
 * what the place holds.
 */
static void moved_find(struct oracle *oracle)
{
	for (unsigned int rule = 0; rule < oracle->asked->count; rule++) {
		const struct wanted_rule *wanted = &oracle->asked->rules[rule];
		bool finds_other = false, finds_own = false;

		if (!wanted->is_skip || !wanted->has_identity)
			continue;
		for (unsigned int i = 0; i < oracle->machine->count; i++) {
			if (!oracle->names[rule][i])
				continue;
			finds_own |= oracle->has_identity[rule][i];
			finds_other |= !oracle->has_identity[rule][i];
		}
		oracle->moved += finds_other;
		for (unsigned int i = 0; !finds_own && i < oracle->machine->count; i++)
			oracle->skipped[i] |=
				is_right_card(wanted, &oracle->machine->functions[i]);
	}
}

/* After the skips are known: what is skipped is nobody's twin. */
static void twins_find(struct oracle *oracle)
{
	const struct machine *machine = oracle->machine;

	for (unsigned int rule = 0; rule < oracle->asked->count; rule++)
		for (unsigned int i = 0; i < machine->count; i++) {
			bool single = true;

			/* A bridge is nobody's twin either, and another verdict's. */
			if (oracle_is_bridge(&machine->functions[i])) {
				oracle->is_single[rule][i] = true;
				continue;
			}
			for (unsigned int j = 0; single && j < machine->count; j++)
				single = oracle_is_bridge(&machine->functions[j]) ||
					 !oracle->names[rule][j] || oracle->skipped[j] ||
					 place_is_same_slot(machine->functions[i].place,
						 machine->functions[j].place);
			oracle->is_single[rule][i] = single;
		}
}

/* The items of vfio-pci.ids= are one line. */
static bool is_same_line(const struct oracle *oracle, unsigned int a, unsigned int b)
{
	const struct wanted_rule *rules = oracle->asked->rules;

	return a == b || (rules[a].form == BY_VFIO_ID && rules[b].form == BY_VFIO_ID);
}

bool oracle_is_orphan(const struct oracle *oracle, unsigned int rule, unsigned int index)
{
	const struct machine *machine = oracle->machine;

	for (unsigned int other = 0; other < oracle->asked->count; other++) {
		if (!is_same_line(oracle, rule, other) ||
			oracle->asked->rules[other].takes_no_companions)
			continue;
		for (unsigned int i = 0; i < machine->count; i++)
			if (!oracle->taken[i] && oracle_stands(oracle, other, i) &&
				is_brought(machine, &machine->functions[i],
					&machine->functions[index]))
				return true;
	}
	return false;
}

static void claims_find(struct oracle *oracle, unsigned int rule, unsigned int index)
{
	const struct machine *machine = oracle->machine;
	const struct wanted_rule *wanted = &oracle->asked->rules[rule];

	if (!oracle_stands(oracle, rule, index) || oracle_is_orphan(oracle, rule, index))
		return;
	oracle->claimed[index] = true;
	oracle->allowed[index] |= wanted->allowed;
	if (!oracle->taken[index] || wanted->takes_no_companions)
		return;
	for (unsigned int i = 0; i < machine->count; i++) {
		if (oracle->skipped[i] || !is_brought(machine, &machine->functions[index],
						  &machine->functions[i]))
			continue;
		oracle->claimed[i] = oracle->is_companion[i] = true;
		oracle->allowed[i] |= wanted->allowed;
	}
}

void oracle_make(const struct machine *machine, const struct random_request *asked,
	const bool *taken, struct oracle *ret_oracle)
{
	struct oracle *oracle = ret_oracle;

	*oracle = (struct oracle){.machine = machine, .asked = asked, .taken = taken};
	for (unsigned int i = 0; i < asked->count; i++)
		if (!asked->rules[i].is_skip && !asked->rules[i].is_dead)
			oracle->is_active = !asked->is_off && !asked->is_rescue &&
					    !asked->is_mistaken;
	names_find(oracle);
	moved_find(oracle);
	twins_find(oracle);
	for (unsigned int rule = 0; rule < asked->count; rule++)
		for (unsigned int i = 0; i < machine->count; i++)
			claims_find(oracle, rule, i);
	oracle_hear(oracle);
}
