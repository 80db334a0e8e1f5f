/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pipeline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sys/apply.h"
#include "sys/boot_network.h"
#include "sys/details.h"
#include "sys/kmod.h"
#include "sys/modules.h"
#include "sys/power.h"
#include "sys/scan.h"

void vpb_run_done(struct vpb_run *run)
{
	free(run->outcomes);
	vpb_plan_done(&run->plan);
	vpb_findings_done(&run->findings);
	vpb_selection_done(&run->selection);
	vpb_snapshot_done(&run->snapshot);
	vpb_request_done(&run->request);
	*run = (struct vpb_run){};
}

/* What run this is: the guards look at it in the snapshot, also where that is empty. */
static void occasion_set(
	const struct vpb_pipeline *pipeline, struct vpb_snapshot *snapshot)
{
	snapshot->phase = pipeline->phase;
	snapshot->has_arrival = pipeline->arrival;
	if (pipeline->arrival)
		snapshot->arrival = *pipeline->arrival;
}

/* No rule was looked at, so none may be called unmatched. */
static int rules_pass(struct vpb_run *run)
{
	run->selection.rule_matched = malloc(run->request.rule_count + 1);
	if (!run->selection.rule_matched)
		return -ENOMEM;
	memset(run->selection.rule_matched, true, run->request.rule_count + 1);
	return 0;
}

/* Without it nothing can be judged: the plan stays empty. */
static int failure_add(
	struct vpb_run *run, enum vpb_kind kind, const char *reason, const char *fix)
{
	if (!vpb_findings_add(&run->findings, kind, -1, NULL, reason, fix))
		return -ENOMEM;
	vpb_selection_done(&run->selection);
	return rules_pass(run);
}

static int scan_failed_add(struct vpb_run *run, const char *message)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	vpb_text_add(&reason,
		"failed to read the PCI bus, so nothing is bound at this boot: %s",
		message);
	if (vpb_text_error(&reason) < 0)
		return -ENOMEM;
	return failure_add(run, VPB_KIND_SCAN, reason.data, "look at that file");
}

static bool is_card_claimed(const struct vpb_run *run)
{
	for (size_t i = 0; i < run->selection.claim_count; i++) {
		const struct vpb_claim *claim = &run->selection.claims[i];

		if (!claim->is_companion &&
			VPB_CLASS_BASE(run->snapshot.devices[claim->device].class_code) ==
				VPB_CLASS_NETWORK_BASE)
			return true;
	}
	return false;
}

/* What the initramfs does is over on a system that runs. */
static int network_need_read(const struct vpb_root *root,
	const struct vpb_pipeline *pipeline, struct vpb_run *run)
{
	if (run->snapshot.phase == VPB_PHASE_RUNNING || run->request.network_root ||
		!is_card_claimed(run))
		return 0;
	return vpb_boot_network_read(
		root, pipeline->is_boot_program, &run->snapshot.network_need);
}

static int selection_make(const struct vpb_root *root,
	const struct vpb_pipeline *pipeline, struct vpb_run *run)
{
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int r = vpb_scan(root, vpb_scan_flags(&run->request), &run->snapshot, &message);

	if (r == -ENOMEM)
		return r;
	if (r < 0)
		return scan_failed_add(run, message ? message : strerror(-r));
	occasion_set(pipeline, &run->snapshot);
	if (pipeline->view == VPB_VIEW_NEXT_BOOT)
		vpb_view_next_boot(root, &run->request, &run->snapshot);
	r = vpb_match_rules(&run->request, &run->snapshot, &run->selection);
	if (r < 0)
		return r;
	vpb_details_read(root, &run->selection, &run->snapshot);
	r = vpb_match_companions(&run->request, &run->snapshot, &run->selection);
	if (r < 0 || !run->selection.claim_count)
		return r;
	/* What it is now says nothing about the next boot. */
	if (pipeline->view == VPB_VIEW_NOW)
		vpb_power_read_claimed(
			root, &run->request, &run->selection, &run->snapshot);
	r = vpb_modules_read_config(root, &run->snapshot);
	if (r == -ELIBACC)
		return failure_add(run, VPB_KIND_LIBRARY,
			"failed to open " VPB_KMOD_LIBRARY
			", so nothing is bound at this boot",
			"install it and rebuild the initramfs");
	vpb_modules_find_claims(root, &run->snapshot);
	if (r == 0)
		r = vpb_modules_find_variants(root, &run->request, &run->selection,
			pipeline->view == VPB_VIEW_NEXT_BOOT, &run->snapshot);
	if (r == 0)
		r = network_need_read(root, pipeline, run);
	if (r < 0 || !pipeline->read_facts)
		return r;
	return pipeline->read_facts(
		root, pipeline, &run->request, &run->selection, &run->snapshot);
}

static int run_judge(struct vpb_run *run)
{
	const struct vpb_scene scene = {&run->request, &run->snapshot, &run->selection};
	int r = vpb_check(&run->request, &run->snapshot, &run->selection, &run->findings);

	return r < 0 ? r : vpb_plan_make(&scene, &run->plan);
}

int vpb_run_judge_again(struct vpb_run *run)
{
	int r;

	free(run->outcomes);
	run->outcomes = NULL;
	vpb_plan_done(&run->plan);
	vpb_findings_done(&run->findings);
	vpb_selection_done(&run->selection);
	r = vpb_match_rules(&run->request, &run->snapshot, &run->selection);
	if (r == 0)
		r = vpb_match_companions(&run->request, &run->snapshot, &run->selection);
	return r < 0 ? r : run_judge(run);
}

int vpb_pipeline_plan(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	struct vpb_run *run)
{
	int r = vpb_sources_read(root, &pipeline->sources, &run->request);

	if (r < 0)
		return r;
	occasion_set(pipeline, &run->snapshot);
	r = vpb_request_is_active(&run->request) ? selection_make(root, pipeline, run)
						 : rules_pass(run);
	if (r < 0 || pipeline->is_for_facts)
		return r;
	r = run_judge(run);
	if (r < 0)
		return r;
	run->outcomes = calloc(run->snapshot.device_count + 1, sizeof(*run->outcomes));
	if (!run->outcomes)
		return -ENOMEM;
	vpb_apply_expect(&run->snapshot, &run->plan, run->outcomes);
	return 0;
}
