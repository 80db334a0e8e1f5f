/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_LINE_H
#define VPB_HOST_TERMINAL_LINE_H

#include "../../helper/base/cleanup.h"

/*
 * Prints lines to stdout. What is in them may come from anywhere: control characters and bytes that
 * are not UTF-8 are printed as \xHH. Sentences wrap at words where stdout is a terminal, and what
 * follows is indented.
 */

/* A sentence, and ends the line. */
void vpb_line_print(const char *format, ...) VPB_PRINTF(1, 2);

/*
 * A text of several lines, each a sentence. The first time that `mark` comes it is printed in that
 * colour, where there are colours; NULL for none.
 */
void vpb_sentences_print(const char *text, const char *mark, const char *color);

/* A command's help, whose lines wrap where the terminal is narrower than they are. */
void vpb_help_print(const char *text);

/* A text of several lines as they are, whatever the terminal's width. */
void vpb_lines_print(const char *text);

/* One line of the log's, on stderr, wrapped where that is a terminal: for vpb_log_set_print(). */
void vpb_error_line_print(const char *line);

#endif
