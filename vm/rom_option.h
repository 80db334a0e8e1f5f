/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_ROM_OPTION_H
#define VPB_VM_ROM_OPTION_H

#include <stdbool.h>

#include "domain/facts.h"

/* The option --rom of show and add: the file that the first card's ROM is in; NULL where it was not given. */

/*
 * Whether it can stand in a definition; what is wrong with it was said in the name of `command`. libvirt's
 * has to begin at the top, since the VM starts elsewhere.
 */
bool vpb_rom_option_is_fine(const char *command, const char *file, bool is_for_libvirt);

/* Gives it to the first card. 0 or -ENOMEM. */
int vpb_rom_option_give(const char *file, struct vpb_vm_facts *facts) VPB_MUST_CHECK;

#endif
