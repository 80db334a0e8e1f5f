/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tables for a person, printed from the records of runs alone. */
#ifndef VPB_VM_JUDGE_TABLE_H
#define VPB_VM_JUDGE_TABLE_H

#include "lines.h"

#include <stdio.h>

/*
 * For each system in the runs recorded in @dirs that was booted without us and with us, what
 * became of the card (in Markdown, to be shown as it is), and for each scenario on how many
 * systems all was as expected. A folder without a record is a run that did not happen and is
 * not listed. Returns 0 or -errno.
 */
VPB_MUST_USE int vpb_table_matrix(char *const *dirs, unsigned int count, FILE *file);

/*
 * What the two runs measured, function by function, side by side. Returns 0, or -errno
 * when a record is missing, or -EINVAL when a run was not ok: its numbers prove nothing.
 */
VPB_MUST_USE int vpb_table_compare(const char *without, const char *with, FILE *file);

#endif
