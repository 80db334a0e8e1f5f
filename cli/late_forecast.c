/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "late_forecast.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A link, as `systemctl enable` makes it. */
bool vpb_late_is_on(const struct vpb_root *root)
{
	return vpb_root_has(root,
		"etc/systemd/system/sysinit.target.wants/vfio-prebind-late.service");
}

static bool is_late_note(const struct vpb_finding *finding)
{
	return finding->kind == VPB_KIND_LATE;
}

static bool has_finding(
	const struct vpb_findings *findings, const struct vpb_finding *of, long device)
{
	for (size_t i = 0; i < findings->count; i++)
		if (findings->items[i].device == device &&
			findings->items[i].kind == of->kind)
			return true;
	return false;
}

static int finding_take(
	const struct vpb_finding *finding, long device, struct vpb_findings *findings)
{
	struct vpb_finding *copy = vpb_findings_add(
		findings, finding->kind, device, NULL, finding->reason, finding->fix);

	if (!copy)
		return -ENOMEM;
	copy->severity = finding->severity;
	copy->refused = finding->refused;
	copy->where = finding->where ? strdup(finding->where) : NULL;
	return finding->where && !copy->where ? -ENOMEM : 0;
}

/* With these claims as they were, or as if the late run had taken its devices already. */
static void late_claims_set(
	const struct vpb_run *late, struct vpb_run *early, const bool *dropped)
{
	for (size_t i = 0; i < early->selection.claim_count; i++) {
		struct vpb_claim *claim = &early->selection.claims[i];

		if (dropped)
			claim->dropped = dropped[i];
		else if (vpb_late_takes(early, late, claim->device))
			claim->dropped = false;
	}
}

/* The guard on groups looks at what both runs together leave to the host. */
static int group_judge(const struct vpb_run *late, struct vpb_run *early)
{
	const struct vpb_scene scene = {
		&early->request, &early->snapshot, &early->selection};
	VPB_CLEANUP(vpb_freep)
	bool *dropped = calloc(early->selection.claim_count + 1, sizeof(*dropped));
	int r;

	if (!dropped)
		return -ENOMEM;
	for (size_t i = 0; i < early->selection.claim_count; i++)
		dropped[i] = early->selection.claims[i].dropped;
	for (size_t i = early->findings.count; i > 0; i--)
		if (early->findings.items[i - 1].kind == VPB_KIND_GROUP)
			vpb_findings_remove(&early->findings, i - 1);
	late_claims_set(late, early, NULL);
	r = vpb_check_again(&scene, VPB_KIND_GROUP, &early->selection, &early->findings);
	late_claims_set(late, early, dropped);
	return r;
}

/* What is of no device both runs find. */
static int findings_merge(const struct vpb_run *late, struct vpb_run *early)
{
	int r = 0;

	for (size_t i = early->findings.count; i > 0; i--)
		if (is_late_note(&early->findings.items[i - 1]))
			vpb_findings_remove(&early->findings, i - 1);
	for (size_t i = 0; r == 0 && i < late->findings.count; i++) {
		const struct vpb_finding *finding = &late->findings.items[i];
		long device = finding->device < 0
				      ? -1
				      : vpb_snapshot_find(&early->snapshot,
						late->snapshot.devices[finding->device]
							.address);

		if (device >= 0 && finding->kind != VPB_KIND_GROUP &&
			!has_finding(&early->findings, finding, device))
			r = finding_take(finding, device, &early->findings);
	}
	return r;
}

int vpb_late_merge(const struct vpb_run *late, struct vpb_run *early)
{
	int r = findings_merge(late, early);

	return r < 0 ? r : group_judge(late, early);
}

int vpb_late_forecast(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	struct vpb_run *early, struct vpb_run *late)
{
	struct vpb_pipeline real_root = *pipeline;
	int r;

	if (!vpb_findings_have(&early->findings, VPB_KIND_LATE))
		return 0;
	real_root.phase = VPB_PHASE_LATE;
	real_root.is_dry = true;
	r = vpb_pipeline_plan(root, &real_root, late);
	return r < 0 ? r : vpb_late_merge(late, early);
}

bool vpb_late_takes(
	const struct vpb_run *early, const struct vpb_run *late, size_t device)
{
	long there = vpb_snapshot_find(
		&late->snapshot, early->snapshot.devices[device].address);

	return there >= 0 && late->plan.selected[there];
}

bool vpb_late_gives_device(
	const struct vpb_run *early, const struct vpb_run *late, size_t device)
{
	return early->plan.selected[device] || vpb_late_takes(early, late, device);
}

bool vpb_late_gives(const struct vpb_run *early, const struct vpb_run *late,
	struct vpb_address address)
{
	long device = vpb_snapshot_find(&early->snapshot, address);

	return device >= 0 && vpb_late_gives_device(early, late, (size_t)device);
}
