/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_PIPELINE_H
#define VPB_PIPELINE_H

#include "core/check.h"
#include "core/outcome.h"
#include "core/plan.h"
#include "sys/root.h"

/*
 * The one way data goes: sources, facts, match, check, plan. Changes nothing on the machine.
 */
struct vpb_run {
	struct vpb_request request;
	struct vpb_snapshot snapshot;
	struct vpb_selection selection;
	struct vpb_findings findings;
	struct vpb_plan plan;
	struct vpb_outcome *outcomes; /* one a device, as vpb_apply_expect() makes them */
};

void vpb_run_done(struct vpb_run *run);

/*
 * Fills `run`, which the caller has zeroed and ends. Where nothing is asked for, or a switch
 * says that nothing is to be done, it ends before it scans. A machine that cannot be scanned
 * is a finding, and the plan is then empty. Returns 0 or -ENOMEM.
 */
int vpb_pipeline_plan(const struct vpb_root *root, struct vpb_run *run) VPB_MUST_CHECK;

#endif
