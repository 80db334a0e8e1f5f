/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_QUESTION_H
#define VPB_HOST_TERMINAL_QUESTION_H

#include <stdbool.h>

/*
 * Asks whether to do what was shown, in the name of that command. Returns a negative number to go on, as
 * with `is_yes`, else the exit status: nothing is to be changed, which was said.
 */
int vpb_question_ask(const char *command, bool is_yes);

#endif
