/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Selectors: what to name, and in which of the forms. */

#include <stdarg.h>
#include <string.h>

#include "request.h"

static void __attribute__((format(printf, 2, 3)))
say(struct wanted_rule *rule, const char *format, ...)
{
	size_t length = strlen(rule->text);
	va_list args;

	va_start(args, format);
	vsnprintf(rule->text + length, sizeof(rule->text) - length, format, args);
	va_end(args);
}

/* A display three times out of five, where the machine has one. */
static const struct function *target_pick(
	const struct machine *machine, struct prng *prng)
{
	unsigned int start = prng_below(prng, machine->count);

	for (unsigned int i = 0; prng_chance(prng, 99) && i < machine->count; i++) {
		const struct function *function =
			&machine->functions[(start + i) % machine->count];

		if (function->class_code >> 8 == 3 || (i == 0 && prng_chance(prng, 40)))
			return function;
	}
	return &machine->functions[start];
}

static void place_say(struct wanted_rule *rule, struct place place, struct prng *prng)
{
	char text[PLACE_BYTES];

	place_show(place, text);
	say(rule, "%s", place.domain == 0 && prng_chance(prng, 50) ? text + 5 : text);
}

static void path_pick(const struct machine *machine, struct prng *prng,
	const struct function *at, struct wanted_rule *rule)
{
	const struct function *chain[HOPS_MAX] = {NULL};
	unsigned int count = 0;

	while (at->has_above && count < HOPS_MAX) {
		chain[count++] = at;
		at = &machine->functions[machine_find(machine, at->above)];
	}
	rule->place = at->place;
	place_say(rule, at->place, prng);
	while (count-- > 0) {
		struct place place = chain[count]->place;

		/* Now and then a step that leads elsewhere. */
		if (prng_chance(prng, 3))
			place.function ^= 1;
		rule->hops[rule->hop_count].device = place.device;
		rule->hops[rule->hop_count++].function = place.function;
		say(rule, "/%02x.%u", place.device, place.function);
	}
}

static void identity_pick(const struct machine *machine, struct prng *prng,
	const struct function *at, struct wanted_rule *rule)
{
	/* Now and then of a card that is elsewhere. */
	if (prng_chance(prng, rule->is_skip ? 40 : 5))
		at = target_pick(machine, prng);
	rule->has_identity = true;
	rule->vendor = at->vendor;
	rule->device = at->device ^ (prng_chance(prng, 20) ? 0x10 : 0);
	say(rule, "=%04lx:%04lx", rule->vendor, rule->device);
	if (prng_chance(prng, 50))
		return;
	rule->has_subsystem = true;
	rule->subvendor = at->subvendor;
	rule->subdevice = at->subdevice ^ (prng_chance(prng, 20) ? 1 : 0);
	say(rule, ":%04lx:%04lx", rule->subvendor, rule->subdevice);
}

static void id_pick(
	struct prng *prng, const struct function *at, struct wanted_rule *rule)
{
	unsigned int dice = prng_below(prng, 100);

	/* Now and then an id that nothing here has. */
	rule->vendor = prng_chance(prng, 4) ? 0x1af4 : at->vendor;
	say(rule, "%04lx:", rule->vendor);
	if (dice < 80) {
		rule->device = at->device;
		say(rule, "%04lx", rule->device);
	}
	if (dice >= 60) {
		rule->class_value = (uint32_t)at->class_code << 8;
		rule->class_mask = 0xffff00;
		say(rule, ":%04x", at->class_code);
	}
	if (dice >= 70 && dice < 90) {
		rule->class_value |= at->prog_if;
		rule->class_mask |= 0xff;
		say(rule, ":%02x", at->prog_if);
	}
}

void rule_pick(const struct machine *machine, struct prng *prng, struct wanted_rule *rule)
{
	const struct function *at = target_pick(machine, prng);
	unsigned int dice = prng_below(prng, 100);

	rule->vendor = rule->device = rule->subvendor = rule->subdevice = ANY;
	if (dice < 40) {
		rule->form = BY_ID;
		id_pick(prng, at, rule);
		return;
	}
	if (dice < 60 && at->has_above) {
		rule->form = BY_PATH;
		path_pick(machine, prng, at, rule);
	} else {
		rule->form = BY_PLACE;
		rule->place = at->place;
		if (prng_chance(prng, 3))
			rule->place.function ^= 4;
		place_say(rule, rule->place, prng);
	}
	if (prng_chance(prng, 50))
		identity_pick(machine, prng, at, rule);
}

/* A guide has people name all functions of their card. */
static const struct function *neighbour_pick(
	const struct machine *machine, struct prng *prng, const struct function *beside)
{
	for (unsigned int i = prng_below(prng, machine->count); i < machine->count; i++)
		if (&machine->functions[i] != beside &&
			place_is_same_slot(machine->functions[i].place, beside->place))
			return &machine->functions[i];
	return target_pick(machine, prng);
}

const struct function *rule_pick_vfio(const struct machine *machine, struct prng *prng,
	const struct function *beside, struct wanted_rule *rule)
{
	const struct function *at = beside && prng_chance(prng, 70)
					    ? neighbour_pick(machine, prng, beside)
					    : target_pick(machine, prng);

	rule->form = BY_VFIO_ID;
	rule->allowed = ALLOW_TWIN; /* as the kernel's own reading always did */
	rule->vendor = at->vendor;
	rule->device = at->device;
	rule->subvendor = rule->subdevice = ANY;
	say(rule, prng_chance(prng, 80) ? "%04lx:%04lx" : "%lX:%lX", rule->vendor,
		rule->device);
	if (prng_chance(prng, 80))
		return at;
	rule->subvendor = at->subvendor;
	rule->subdevice = prng_chance(prng, 50) ? ANY : at->subdevice;
	say(rule, ":%04lx", rule->subvendor);
	if (rule->subdevice == ANY)
		say(rule, ":ffffffff");
	else
		say(rule, ":%04lx", rule->subdevice);
	if (prng_chance(prng, 50))
		return at;
	rule->class_value = (uint32_t)at->class_code << 8;
	rule->class_mask = prng_chance(prng, 50) ? 0xffff00 : 0xff0000;
	say(rule, ":%06x:%06x", rule->class_value, rule->class_mask);
	return at;
}
