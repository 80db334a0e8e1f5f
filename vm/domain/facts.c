/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts.h"

#include <stdlib.h>

void vpb_vm_facts_done(struct vpb_vm_facts *facts)
{
	for (size_t i = 0; i < facts->card_count; i++)
		for (size_t j = 0; j < facts->cards[i].count; j++)
			free(facts->cards[i].functions[j].name);
	for (size_t i = 0; i < facts->card_count; i++)
		free(facts->cards[i].rom);
	free(facts->cards);
	*facts = (struct vpb_vm_facts){};
}

const struct vpb_card_function *vpb_vm_facts_display(
	const struct vpb_vm_facts *facts, uint16_t vendor)
{
	for (size_t i = 0; i < facts->card_count; i++)
		for (size_t j = 0; j < facts->cards[i].count; j++) {
			const struct vpb_card_function *function =
				&facts->cards[i].functions[j];

			if (VPB_CLASS_BASE(function->class_code) ==
					VPB_CLASS_DISPLAY_BASE &&
				(!vendor || function->vendor == vendor))
				return function;
		}
	return NULL;
}
