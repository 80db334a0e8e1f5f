/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_PIPELINE_H
#define VPB_PIPELINE_H

#include "core/check.h"
#include "core/outcome.h"
#include "core/plan.h"
#include "sys/root.h"
#include "sys/sources.h"
#include "sys/view.h"

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

/* How a run of the pipeline goes. Zeroed memory is the initramfs' way. */
struct vpb_pipeline {
	enum vpb_phase phase;
	bool is_boot_program; /* it runs in an initramfs, whose tree it reads */
	bool is_dry; /* the plan will not be carried out */
	bool is_for_facts; /* nothing is judged: vpb_run_judge_again() will be asked */
	const struct vpb_address *arrival; /* what was plugged in, or NULL */
	/*
	 * Reads what is to be known beyond the facts of the bus, or is NULL: so that a program
	 * which needs none of this is not linked to it. Returns 0 or -ENOMEM.
	 */
	int (*read_facts)(const struct vpb_root *root,
		const struct vpb_pipeline *pipeline, const struct vpb_request *request,
		const struct vpb_selection *selection, struct vpb_snapshot *snapshot);
	void *context; /* of that function */
	enum vpb_view view;
	struct vpb_sources sources; /* to be read instead of the usual ones */
};

void vpb_run_done(struct vpb_run *run);

/*
 * Fills `run`, which the caller has zeroed and ends. Where nothing is asked for, or a switch
 * says that nothing is to be done, it ends before it scans. A machine that cannot be scanned
 * is a finding, as is a libkmod that cannot be opened, and the plan is then empty. Returns 0 or
 * -ENOMEM.
 */
int vpb_pipeline_plan(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	struct vpb_run *run) VPB_MUST_CHECK;

/*
 * Judges again by what a run has: match, check and plan, by the rules that its request has now. The facts of
 * every device that these may reach must have been read before. Makes no outcomes. Pure. Returns 0 or -ENOMEM.
 */
int vpb_run_judge_again(struct vpb_run *run) VPB_MUST_CHECK;

#endif
