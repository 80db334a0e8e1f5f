/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_FINDINGS_H
#define VPB_CLI_FINDINGS_H

#include "../helper/core/finding.h"
#include "table.h"

/* Findings as the subcommands print them. */

/* A line each, behind `indent` the severity. */
void vpb_findings_print(const char *indent, const struct vpb_findings *findings,
	const struct vpb_snapshot *snapshot);

/*
 * The same for JSON, under the key `name`: severity, guard, address, where, reason, cure,
 * refused. NULL when memory is out.
 */
struct libscols_table *vpb_findings_table(const char *name,
	const struct vpb_findings *findings, const struct vpb_snapshot *snapshot);

#endif
