/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef UNIT_ROM_MAKER_H
#define UNIT_ROM_MAKER_H

#include "../../vm/rom/rom.h"

/* ROMs for tests, put together from images; each field is there to be set wrong. */

enum {
	ROM_VENDOR = 0x10de,
	ROM_DEVICE = 0x24dd,
	ROM_MAKER_BYTES = 1 << 17,
};

struct rom_part {
	uint8_t code;
	uint16_t blocks; /* of 512 bytes: how much of it there is */
	bool is_last;
	int says_blocks; /* in PCIR, where that is another number; -1 for 0 */
	uint16_t pcir; /* where in the image; 0: at 0x40 */
	uint16_t vendor, device; /* 0: the card's */
	uint16_t also; /* another device, in the list; 0: no list */
	uint16_t machine; /* of EFI; 0: x86-64 */
	bool is_unsigned, has_no_program; /* of EFI */
	bool has_bad_sum; /* of a legacy one */
	uint16_t npde_blocks; /* 0: no NPDE */
	bool npde_is_last;
};

struct rom_maker {
	unsigned char data[ROM_MAKER_BYTES];
	size_t length;
};

void rom_add(struct rom_maker *maker, const struct rom_part *part);
void rom_add_bytes(struct rom_maker *maker, unsigned char byte, size_t count);
void rom_put(unsigned char *at, size_t bytes, uint32_t number);

/* A laptop card's: a legacy image of 4 blocks and one for EFI of 6. */
void rom_add_good(struct rom_maker *maker);

#endif
