/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_MESSAGES_H
#define VPB_HOST_TERMINAL_MESSAGES_H

#include "../../helper/base/text.h"

/* All messages of po/, ended by NULL; made of the template. */
extern const char *const vpb_messages[];

/*
 * Finds which messages made an English text, one or several in a row, by gettext's formats, and adds their
 * translations with the same arguments, which may be messages as well. Of several ways to read it the one
 * counts that leaves least to the arguments. Returns false, and adds nothing, where there is none.
 */
bool vpb_messages_add(const char *english, struct vpb_text *text);

#endif
