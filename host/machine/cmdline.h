/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_CMDLINE_H
#define VPB_HOST_MACHINE_CMDLINE_H

#include <stdbool.h>

/* Whether a word of the command line is KEY= with this among its values, by commas. */
bool vpb_cmdline_has(const char *cmdline, const char *key, const char *value);

#endif
