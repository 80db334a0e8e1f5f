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

static bool is_there(const struct machine *machine, const struct told *told,
	const struct function *function)
{
	return is_model(told, function) && (is_place(function->place, told->place) ||
						   is_on_path(machine, told, function));
}

static void told_hear(struct oracle *oracle, const struct told *told)
{
	const struct machine *machine = oracle->machine;
	bool is_found = false;

	for (unsigned int i = 0; i < machine->count; i++)
		is_found |= is_there(machine, told, &machine->functions[i]);
	for (unsigned int i = 0; i < machine->count; i++) {
		const struct function *function = &machine->functions[i];

		if (is_found ? !is_there(machine, told, function)
			     : !is_model(told, function))
			continue;
		oracle->may_be_other[i] |= !is_found;
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
