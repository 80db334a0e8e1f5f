/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FAULTS_INJECT_H
#define FAULTS_INJECT_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Runs a program under ptrace(2), notes each system call that it and its children make, and has
 * one of them fail. strace's inject counts each process for itself, and so would have the n-th
 * call fail in several. Only for x86-64.
 */

/* The n-th call of this kind, from 1 on, in the n-th process of the program, from 0 on. */
struct call {
	unsigned int process;
	long number;
	unsigned int nth;
	bool is_startup; /* made before the program's own first one */
	char file[PATH_MAX]; /* the file that it is about, "" where there is none */
};

struct run {
	struct call *calls; /* of the heap */
	size_t count;
	int status; /* exit status, or 128 + signal */
	bool was_reached; /* the call that was to fail */
	bool ran_over; /* was killed after `limit_s` */
	bool left_behind; /* a process of it lived longer than the program */
};

/*
 * Runs `words`; what counts begins where a process runs a program called `name`, and ends where
 * one of its children runs another. stdout and stderr go to the file `output`. `fail` (NULL: none)
 * returns -`error` without having been made. Returns 0, or -errno where it could not be run.
 */
int inject_run(char *const words[], const char *name, const char *output,
	const struct call *fail, int error, unsigned int limit_s, struct run *ret_run);

void inject_done(struct run *run);

#endif
