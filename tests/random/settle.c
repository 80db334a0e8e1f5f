/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What the real root finds. Not by what is likely: any function may carry anything, but for displays,
 * sound, processors and accelerators.
 */

#include "machine.h"

void machine_settle(struct machine *machine, struct prng *prng)
{
	machine->other_keyboard_count = prng_chance(prng, 30);
	machine->comes_over_network = prng_chance(prng, 10);
	for (unsigned int i = 0; i < machine->count; i++) {
		struct function *function = &machine->functions[i];

		bool may_carry = function->class_code >> 8 != 0x03 &&
				 function->class_code >> 8 != 0x04 &&
				 function->class_code >> 8 != 0x0b &&
				 function->class_code >> 8 != 0x12;
		bool is_network = function->class_code >> 8 == 0x02;

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
