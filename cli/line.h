/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LINE_H
#define VPB_CLI_LINE_H

#include "../helper/base/cleanup.h"

/*
 * Prints one line to stdout and ends it. What is in it may come from anywhere: control characters
 * and bytes that are not UTF-8 are printed as \xHH.
 */
void vpb_line_print(const char *format, ...) VPB_PRINTF(1, 2);

/* A text of several lines, likewise. */
void vpb_lines_print(const char *text);

#endif
