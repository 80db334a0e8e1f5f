/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_FIRED_H
#define RANDOM_FIRED_H

#include "run.h"

/*
 * How often each guard of the table had something to say about a device, and how often it let one
 * be taken: what never does one of both is tested by half.
 */
struct fired {
	unsigned long spoke, was_silent;
};

enum {
	GUARDS_MAX = 32,
};

void fired_count(
	const struct run *run, enum vpb_phase phase, struct fired fired[GUARDS_MAX]);

/*
 * A line a guard, for a person where `least` is not 0. False where one of the numbers is below
 * that.
 */
bool fired_print(const struct fired fired[GUARDS_MAX], unsigned long least);

#endif
