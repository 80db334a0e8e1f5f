/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_SCRIPT_CALLS_H
#define VPB_CORE_SCRIPT_CALLS_H

#include <stdbool.h>

/*
 * What of a shell script brings a network up. Not what it does: which commands stand in it, where a command
 * can stand, so that one in a comment, in a message or in a list of names is none. Pure.
 */

/* The first such command, for a person: "ip link"; the caller's, or NULL where there is none or no memory. */
char *vpb_script_network_call(const char *text);

/* Whether that program, by its name or path, brings a network up or waits for somebody who comes over one. */
bool vpb_program_is_network(const char *path);

#endif
