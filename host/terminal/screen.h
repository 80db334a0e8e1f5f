/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_SCREEN_H
#define VPB_HOST_TERMINAL_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

/* What stdout is: a terminal, its width, whether it gets colours; and the pager before it. */

/* Takes "auto", "always" or "never", as --color does; false for any other word. */
bool vpb_screen_set_color(const char *when);

/* As --no-pager does. */
void vpb_screen_set_no_pager(void);

/*
 * From now on all output goes through a pager, where stdout is a terminal: $SYSTEMD_PAGER or $PAGER,
 * else less, which ends by itself where one screen is enough. Root always gets less, without its
 * commands that open files or shells. Where there is none the output goes to the terminal.
 */
void vpb_screen_page(void);

/* Waits for the pager. Returns `status`, or 1 where the output could not be written. */
int vpb_screen_end(int status);

/* Whether a person looks at it. */
bool vpb_screen_is_terminal(void);

/* Columns of the terminal; SIZE_MAX where stdout is none, and nothing has to fit. */
size_t vpb_screen_width(void);

/* The same of stderr. */
size_t vpb_screen_error_width(void);

/*
 * By --color, else on a terminal that is not "dumb", and never where NO_COLOR is set
 * (https://no-color.org).
 */
bool vpb_screen_has_color(void);

#define VPB_COLOR_BAD "\033[1;31m"
#define VPB_COLOR_WARN "\033[1;33m"
#define VPB_COLOR_GOOD "\033[32m"
#define VPB_COLOR_REVERSE "\033[7m"
#define VPB_COLOR_END "\033[0m"

#endif
