/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_PREVIEW_H
#define VPB_CLI_SETUP_PREVIEW_H

#include "change.h"

/* The differences and the commands. */
int vpb_preview_show(const struct vpb_change *change);

/* The commands alone, in the words of vpb_preview_show(). */
void vpb_preview_show_lines(const struct vpb_change *change);

#endif
