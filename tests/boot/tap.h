/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef TEST_TAP_H
#define TEST_TAP_H

#include <stdbool.h>

/* Results as TAP on stdout: a line each, the plan at the end. */

/* `trouble` is NULL where the test passed, else lines that say what is wrong. */
void tap_result(const char *name, const char *trouble);

/* Prints the plan; what main() returns. */
int tap_end(void);

#endif
