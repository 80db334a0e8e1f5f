/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_ROM_ROM_H
#define VPB_VM_ROM_ROM_H

#include "chain.h"

/*
 * A card's expansion ROM (VBIOS): what is in it, whether a VM's firmware would run it, and where it begins
 * and ends.
 */

/* The biggest window that there is for one (PCI Local Bus Specification 3.0, 6.2.5.2). */
#define VPB_ROM_BYTES_MAX (16 << 20)

struct vpb_rom {
	size_t begin,
		end; /* in the file, what is to be kept; both 0 where there is no image */
	struct vpb_rom_chain chains[VPB_ROM_VIEWS];
	struct vpb_rom_flaws flaws;
};

/* Looks at a ROM that is for a card with these ids. Pure, takes no memory, and looks at no byte beyond the length. */
void vpb_rom_look(const unsigned char *data, size_t length, uint16_t vendor,
	uint16_t device, struct vpb_rom *ret_rom);

#endif
