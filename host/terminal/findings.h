/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_TERMINAL_FINDINGS_H
#define VPB_HOST_TERMINAL_FINDINGS_H

#include "../../helper/base/json.h"
#include "../../helper/core/finding.h"

/* Findings as the subcommands print them. */

/* In the one form (vpb_finding_add_lines()), each line with `indent` before it. */
void vpb_findings_print(const char *indent, const struct vpb_findings *findings,
	const struct vpb_snapshot *snapshot);

/* A finding's lines, the word `verdict` in them in its colour. */
void vpb_finding_text_print(const char *text, const char *verdict);

/* To stderr, after the name of the command: what leaves it nothing to do, and the fix. */
void vpb_finding_log(const char *command, const struct vpb_finding *finding);

/*
 * As an array with that key: severity, guard, address, where, reason, fix, refused.
 */
void vpb_findings_add_json(struct vpb_json *json, const char *key,
	const struct vpb_findings *findings, const struct vpb_snapshot *snapshot);

#endif
