/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What the real root finds. Not by what is likely: any function may carry anything, but for displays,
 * sound, processors and accelerators.
 */

#include "machine.h"

bool function_may_carry(const struct function *function)
{
	unsigned int base = function->class_code >> 8;

	return base != 0x03 && base != 0x04 && base != 0x0b && base != 0x12;
}

void machine_settle(struct machine *machine, struct prng *prng)
{
	machine->other_keyboard_count = prng_chance(prng, 30);
	machine->comes_over_network = prng_chance(prng, 10);
	machine->takes_groups = prng_chance(prng, 30);
	for (unsigned int i = 0; i < machine->count; i++) {
		struct function *function = &machine->functions[i];

		bool may_carry = function_may_carry(function);
		bool is_network = function->class_code >> 8 == 0x02;

		function->serial = prng_chance(prng, 50) ? prng_between(prng, 1, 2) : 0;
		function->has_system = may_carry && prng_chance(prng, 10);
		function->is_in_use = may_carry && prng_chance(prng, 10);
		function->is_open = prng_chance(prng, 10);
		function->carries_network =
			may_carry && prng_chance(prng, is_network ? 60 : 10);
		function->has_default_route = may_carry && prng_chance(prng, 30);
		function->keyboard_count =
			function->class_code == 0x0c03 && prng_chance(prng, 60);
		function->is_keyboard_unsure =
			function->keyboard_count && prng_chance(prng, 30);
		function->has_console =
			function->class_code == 0x0700 && prng_chance(prng, 50);
	}
}
