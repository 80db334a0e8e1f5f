/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TEST_PROCESS_H
#define TEST_PROCESS_H

#include <stdbool.h>

/* What became of a program. The texts belong to the result. */
struct process {
	int status; /* exit status, or 128 + signal */
	long elapsed_ms;
	bool ran_over; /* it had to be killed */
	bool left_behind; /* something it started, strace aside, lived a second longer */
	char *out, *err;
};

/*
 * Runs the program in `directory` (NULL: here) with an empty stdin and waits for its end.
 * Whatever process it leaves becomes a child of the caller and is waited for: no other child
 * of the caller may be running.
 */
struct process process_run(char *const argv[], const char *directory, long limit_ms);

void process_done(struct process *process);

/* Reads a whole file or descriptor as text; NULL where that fails. The caller frees it. */
char *file_read(const char *path);

/* printf() to the heap; ends the program where memory is out. */
char *text_make(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* `text`, freed, with each `from` replaced. */
char *text_replace(char *text, const char *from, const char *to);

#endif
