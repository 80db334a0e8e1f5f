/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_SELECTORS_H
#define VPB_HOST_TERMINAL_SELECTORS_H

#include <stdbool.h>

/*
 * Whether the words, ended by NULL, make sense as selectors with words after '+'. The first that
 * does not is said, in the name of that subcommand, before anything is looked at.
 */
bool vpb_selectors_are_fine(const char *command, const char *const *selectors);

#endif
