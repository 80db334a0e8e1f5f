/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What a boot from the image knows of this machine, read again by the checker. */

#include "oracle.h"

static bool is_model(const struct told *told, const struct function *function)
{
	return told->vendor == function->vendor && told->device == function->device &&
	       ((!told->subvendor && !told->subdevice) ||
		       (told->subvendor == function->subvendor &&
			       told->subdevice == function->subdevice));
}

static bool is_place(struct place a, struct place b)
{
	return place_is_same_slot(a, b) && a.function == b.function;
}

/* From the device up: each step has to be the one that it was. */
static bool is_on_path(const struct machine *machine, const struct told *told,
	const struct function *function)
{
	for (unsigned int i = told->step_count; told->has_path && i > 0; i--) {
		if (function->place.device != told->steps[i - 1].device ||
			function->place.function != told->steps[i - 1].function ||
			!function->has_above)
			return false;
		function = &machine->functions[machine_find(machine, function->above)];
	}
	return told->has_path && is_place(function->place, told->port);
}

/* Another one for sure: of another model, or of another number. */
static bool is_other(const struct told *told, const struct function *function)
{
	return !is_model(told, function) ||
	       (told->serial && function->serial && told->serial != function->serial);
}

static bool is_numbered(const struct told *told, const struct function *function)
{
	return told->serial && told->serial == function->serial;
}

static bool is_there(const struct machine *machine, const struct told *told,
	const struct function *function)
{
	return is_place(function->place, told->place) ||
	       is_on_path(machine, told, function);
}

/* How it was found, the best way first. */
enum found {
	FOUND_BOTH, /* by number and place */
	FOUND_NUMBER, /* of the function that it had */
	FOUND_CARD, /* the number alone */
	FOUND_PLACE,
	FOUND_MODEL,
	FOUND_NOT,
};

static enum found find(const struct machine *machine, const struct told *told,
	const struct function *function)
{
	bool is_in_place = is_there(machine, told, function);

	if (is_other(told, function))
		return FOUND_NOT;
	if (!is_numbered(told, function))
		return is_in_place ? FOUND_PLACE : FOUND_MODEL;
	if (is_in_place)
		return FOUND_BOTH;
	return function->place.function == told->place.function ? FOUND_NUMBER
								: FOUND_CARD;
}

static void told_hear(struct oracle *oracle, const struct told *told)
{
	const struct machine *machine = oracle->machine;
	unsigned int counts[FOUND_NOT + 1] = {}, best = 0, count;

	for (unsigned int i = 0; i < machine->count; i++)
		counts[find(machine, told, &machine->functions[i])]++;
	while (best < FOUND_NOT && !counts[best])
		best++;
	/* What is in its place and shows no number may be it, beside one that has the number. */
	count = counts[best] +
		(best == FOUND_NUMBER || best == FOUND_CARD ? counts[FOUND_PLACE] : 0);
	for (unsigned int i = 0; i < machine->count; i++) {
		unsigned int found = find(machine, told, &machine->functions[i]);

		if (found == FOUND_NOT ||
			(found != best && (found != FOUND_PLACE || best == FOUND_BOTH)))
			continue;
		oracle->may_be_other[i] |=
			best == FOUND_MODEL ||
			((best == FOUND_NUMBER || best == FOUND_CARD) && count > 1);
		oracle->may_have_system[i] |= told->has_system;
		oracle->may_have_network[i] |= told->carries_network;
		oracle->may_have_route[i] |= told->has_default_route;
		oracle->may_have_keyboard[i] |= told->has_keyboard;
	}
}

/* What is plugged in is judged by the real root's program. */
void oracle_hear(struct oracle *oracle)
{
	const struct machine *machine = oracle->machine;

	if (machine->is_told && !machine->is_plugged)
		for (unsigned int i = 0; i < machine->told_count; i++)
			told_hear(oracle, &machine->told[i]);
}

bool oracle_is_kept_by_image(const struct oracle *oracle, unsigned int index)
{
	bool is_kept = false;

	for (unsigned int i = 0; oracle->claimed[index] && i < OBJECTION_COUNT; i++) {
		if (!oracle_objects(oracle, index, i))
			continue;
		if (i < AGAINST_CARRIERS)
			return false;
		is_kept = true;
	}
	return is_kept;
}
