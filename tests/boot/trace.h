/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TEST_TRACE_H
#define TEST_TRACE_H

#include <stdbool.h>

/*
 * What a program did with files, as strace saw it. Run the program after the words that
 * trace_words gives; then read its log.
 */

/* strace and its options up to the log's name, ended by NULL. */
extern const char *const trace_words[];

struct trace {
	char *opened; /* a line each file that was opened below the tree, without the tree */
	char *writes; /* a line each write below TREE/sys: the path's last two parts, the text */
	char *outside; /* a line each file outside the tree that was opened to be written */
};

/* NULL members where the log cannot be read. `tree` is an absolute path without links. */
struct trace trace_read(const char *log, const char *tree);

void trace_done(struct trace *trace);

/* Whether `lines` has this line. */
bool lines_have(const char *lines, const char *line);

#endif
