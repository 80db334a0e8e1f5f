/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_ROM_PRINT_H
#define VPB_VM_ROM_PRINT_H

#include "../../helper/core/device.h"
#include "rom.h"
#include "source.h"

/* What was found of a card's ROM. */
struct vpb_rom_answer {
	struct vpb_device device;
	struct vpb_rom_source source;
	struct vpb_rom rom;
};

/* For a person, and for programs. 0 or -ENOMEM. */
int vpb_rom_print(const struct vpb_rom_answer *answer) VPB_MUST_CHECK;
int vpb_rom_print_json(const struct vpb_rom_answer *answer) VPB_MUST_CHECK;

#endif
