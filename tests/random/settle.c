/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the real root finds. Not by what is likely: any function may carry anything. */

#include "machine.h"

void machine_settle(struct machine *machine, struct prng *prng)
{
	machine->other_keyboard_count = prng_chance(prng, 30);
	for (unsigned int i = 0; i < machine->count; i++) {
		struct function *function = &machine->functions[i];

		function->has_system = prng_chance(prng, 10);
		function->is_in_use = prng_chance(prng, 10);
		function->is_open = prng_chance(prng, 10);
		function->carries_network = prng_chance(prng, 80);
		function->has_default_route = prng_chance(prng, 30);
		function->keyboard_count =
			function->class_code == 0x0c03 && prng_chance(prng, 60);
	}
}
