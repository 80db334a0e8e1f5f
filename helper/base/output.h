/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_OUTPUT_H
#define VPB_BASE_OUTPUT_H

#include "cleanup.h"
#include "text.h"

/* Prints a text, if all of it could be made: else nothing, and -ENOMEM. */
int vpb_output_text(const struct vpb_text *text) VPB_MUST_CHECK;

/*
 * What was printed reaches its place now, or `program` says on stderr that it could not be written.
 * Returns `status`, in the second case 1: for the end of a program.
 */
int vpb_output_end(const char *program, int status);

#endif
