/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that one run left, and the checks that apply to every run whatever its
 * scenario expects: without them a zero could be a measurement that was never made.
 */
#ifndef VPB_VM_JUDGE_EVIDENCE_H
#define VPB_VM_JUDGE_EVIDENCE_H

#include "facts.h"
#include "scenario.h"
#include "trace.h"
#include "verdict.h"

struct vpb_evidence {
	const struct vpb_pairs *scenario, *system;
	char result
		[64]; /* what vm-boot says of the run's end; empty where it says nothing */
	struct vpb_facts facts;
	struct vpb_trace trace;
	struct vpb_facts control; /* of the control run; no lines where there is none */
	struct vpb_lines console; /* what firmware, boot loader and kernel printed */
};

/*
 * Reads what is there; what is missing stays empty, and vpb_evidence_check() says so.
 * @control is the folder of the control run, or NULL.
 */
void vpb_evidence_read(struct vpb_evidence *evidence, const struct vpb_pairs *scenario,
	const struct vpb_pairs *system, const char *dir, const char *control);

void vpb_evidence_done(struct vpb_evidence *evidence);

/*
 * Adds the checks of kind "run": the guest ended by itself, its facts are whole, the mark
 * is in the card's log, the image's init is what the system says, each of the scenario's functions is there with its id, an IOMMU
 * group (or none, where the scenario says so) and an address for BAR 0, and the card heard
 * of it. Of a system that is started by firmware, one of kind "firmware": Secure Boot and the
 * kernel's lockdown are as the system's file says.
 *
 * A scenario with "starts: no" has a machine that must not get to a kernel: then the log alone has
 * to be sound, and the check of kind "started" is that /init did not run.
 */
void vpb_evidence_check(const struct vpb_evidence *evidence, struct vpb_verdict *verdict);

/* Adds one check for each expectation of the scenario. */
void vpb_expectations_check(
	const struct vpb_evidence *evidence, struct vpb_verdict *verdict);

#endif
