/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FAULTS_ERRNOS_H
#define FAULTS_ERRNOS_H

enum {
	ERRNOS_MAX = 4,
};

/*
 * A system call that the programs make, and what it can fail with there, 0 after the last: none
 * where it never fails. Nothing that says that a file is not there: that is another machine.
 */
struct errnos {
	long number;
	const char *name;
	int list[ERRNOS_MAX + 1];
};

/* NULL for a call that nobody has thought of yet. */
const struct errnos *errnos_find(long number);

#endif
