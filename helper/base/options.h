/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_OPTIONS_H
#define VPB_BASE_OPTIONS_H

#include <getopt.h>

/*
 * As getopt_long(), which would print a wrong word as it is, whatever bytes it holds: this says
 * what is wrong in printable letters, after argv[0], and then returns '?'.
 */
int vpb_options_next(
	int argc, char **argv, const char *letters, const struct option *known);

#endif
