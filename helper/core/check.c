/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check_request.h"
#include "check_variants.h"

/* Companions go with their display: with the claim that brought them. */
static void companions_follow(struct vpb_selection *selection)
{
	for (size_t i = 0; i < selection->claim_count; i++) {
		struct vpb_claim *claim = &selection->claims[i];

		if (claim->is_companion && selection->claims[claim->by_claim].dropped)
			claim->dropped = true;
	}
}

static bool is_allowed(const struct vpb_scene *scene, const struct vpb_guard *guard,
	const struct vpb_claim *claim)
{
	const struct vpb_rule *rules = scene->request->rules;
	const struct vpb_claim *other = NULL;

	if (!guard->can_be_allowed)
		return false;
	if (guard->scope != VPB_SCOPE_DEVICE)
		return rules[claim->rule].allow & vpb_guard_bit(guard);
	while ((other = vpb_selection_next(scene->selection, claim->device, other)))
		if (!other->dropped && rules[other->rule].allow & vpb_guard_bit(guard))
			return true;
	return false;
}

/*
 * Where a device has several claims, a guard of device scope looks at one of them: a companion's
 * if there is one, since that says more about the device than its class does.
 */
static const struct vpb_claim *device_speaker(
	const struct vpb_selection *selection, size_t device)
{
	const struct vpb_claim *found = NULL, *claim = NULL;

	while ((claim = vpb_selection_next(selection, device, claim)))
		if (!claim->dropped && (!found || claim->is_companion)) {
			found = claim;
			if (claim->is_companion)
				break;
		}
	return found;
}

/* vfio-pci.ids= allows twins without the user's saying so: that is worth a warning. */
static void allowed_describe(const struct vpb_rule *rule, const struct vpb_guard *guard,
	enum vpb_severity *severity, struct vpb_text *reason, struct vpb_text *fix)
{
	if (rule->from_vfio_ids) {
		*severity = VPB_WARN;
		vpb_text_add(reason, "; bound anyway, as vfio-pci.ids= does");
		vpb_text_add(fix, "if only one is meant, name it by its address with "
				  "vfio_prebind.bind= instead");
	} else {
		*severity = VPB_NOTE;
		vpb_text_add(reason, "; bound anyway (allow=%s)", guard->name);
	}
}

static int claim_look(const struct vpb_scene *scene, const struct vpb_guard *guard,
	const struct vpb_claim *claim, bool *ret_refused, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	enum vpb_severity severity = guard->severity;
	struct vpb_finding *finding;
	bool allowed, refused;

	*ret_refused = false;
	if (!guard->look(scene, claim, &reason, &fix))
		return 0;
	allowed = is_allowed(scene, guard, claim);
	refused = !allowed && guard->drops;
	if (allowed) {
		vpb_text_done(&fix);
		allowed_describe(&scene->request->rules[claim->rule], guard, &severity,
			&reason, &fix);
	} else if (claim->is_companion && severity == VPB_REFUSE) {
		severity = VPB_WARN;
	}
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	finding = vpb_findings_add(findings, vpb_guard_kind(guard), (long)claim->device,
		&scene->request->rules[claim->rule].origin, reason.data, fix.data);
	if (!finding)
		return -ENOMEM;
	finding->severity = severity;
	finding->refused = refused;
	finding->is_overridden = allowed;
	*ret_refused = refused;
	return 0;
}

/* Marks what the guard is to look at: each claim, or one a device. */
static void looks_mark(
	const struct vpb_guard *guard, const struct vpb_selection *selection, bool *marks)
{
	for (size_t i = 0; i < selection->claim_count; i++)
		marks[i] =
			guard->scope != VPB_SCOPE_DEVICE && !selection->claims[i].dropped;
	for (size_t i = 0; guard->scope == VPB_SCOPE_DEVICE && i < selection->claim_count;
		i++) {
		const struct vpb_claim *speaker =
			device_speaker(selection, selection->claims[i].device);

		if (speaker)
			marks[speaker - selection->claims] = true;
	}
}

/* What is refused of a device is refused to all that claim it. */
static void refused_drop(const struct vpb_guard *guard, struct vpb_selection *selection,
	struct vpb_claim *claim)
{
	struct vpb_claim *other = NULL;

	claim->dropped = true;
	while (guard->scope == VPB_SCOPE_DEVICE &&
		(other = vpb_selection_next(selection, claim->device, other)))
		other->dropped = true;
}

/* `marks` has a place for each claim. */
static int guard_run(const struct vpb_scene *scene, const struct vpb_guard *guard,
	struct vpb_selection *selection, bool *marks, struct vpb_findings *findings)
{
	int r = 0;

	looks_mark(guard, selection, marks);
	for (size_t i = 0; r == 0 && i < selection->claim_count; i++)
		if (marks[i])
			r = claim_look(
				scene, guard, &selection->claims[i], &marks[i], findings);
	/* Only now: each guard looks at what the ones before it have left. */
	for (size_t i = 0; r == 0 && i < selection->claim_count; i++)
		if (marks[i])
			refused_drop(guard, selection, &selection->claims[i]);
	companions_follow(selection);
	return r;
}

/* A selector's own verdict, where another line or a display still brings the device. */
static int still_selected_warn(
	const struct vpb_selection *selection, struct vpb_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct vpb_finding *finding = &findings->items[i];
		const struct vpb_guard *guard = vpb_guard_of(finding->kind);
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

		if (!finding->refused || !guard || guard->scope != VPB_SCOPE_SELECTOR ||
			!vpb_selection_has(selection, (size_t)finding->device))
			continue;
		vpb_text_add(&reason,
			"%s; bound anyway, by another line or with its display",
			finding->reason);
		if (vpb_text_error(&reason) < 0)
			return -ENOMEM;
		free(finding->reason);
		finding->reason = reason.data;
		reason = (struct vpb_text){};
		finding->refused = false;
		finding->severity = VPB_WARN;
	}
	return 0;
}

/* That a device is bound anyway is not said of one that another guard has refused. */
static void overridden_forget(
	const struct vpb_selection *selection, struct vpb_findings *findings)
{
	for (size_t i = findings->count; i > 0; i--)
		if (findings->items[i - 1].is_overridden &&
			!vpb_selection_has(
				selection, (size_t)findings->items[i - 1].device))
			vpb_findings_remove(findings, i - 1);
}

/*
 * Whether the real root has to judge this device: by what stands of the claims on it, or where
 * nothing does, by what was asked for.
 */
static bool is_late(const struct vpb_scene *scene, size_t device)
{
	bool stands = vpb_selection_has(scene->selection, device), late = false;
	const struct vpb_claim *claim = NULL;

	while ((claim = vpb_selection_next(scene->selection, device, claim))) {
		if (stands && claim->dropped)
			continue;
		if (claim->is_companion && stands)
			return false;
		if (!claim->is_companion)
			late = vpb_claim_late_reason(scene, claim);
	}
	return late;
}

/*
 * Whether this run is the one for the device: the only one that is about it, or the real root's
 * for what the initramfs has not judged.
 */
static bool is_ours(const struct vpb_scene *scene, size_t device)
{
	if (scene->snapshot->has_arrival)
		return vpb_snapshot_is_about(
			scene->snapshot, &scene->snapshot->devices[device]);
	return scene->snapshot->phase != VPB_PHASE_LATE || is_late(scene, device);
}

/* What another run has judged is not judged again: neither touched nor spoken of. */
static void other_runs_claims_drop(const struct vpb_scene *scene,
	struct vpb_selection *selection, bool *marks, struct vpb_findings *findings)
{
	for (size_t i = findings->count; i > 0; i--) {
		long device = findings->items[i - 1].device;

		if (device >= 0 && !is_ours(scene, (size_t)device))
			vpb_findings_remove(findings, i - 1);
	}
	/* By what all claims say, and only then is one of them changed. */
	for (size_t i = 0; i < selection->claim_count; i++)
		marks[i] = is_ours(scene, selection->claims[i].device);
	for (size_t i = 0; i < selection->claim_count; i++) {
		struct vpb_claim *claim = &selection->claims[i];

		if (marks[i])
			continue;
		claim->forgotten = true;
		claim->stands_there = !claim->dropped;
		claim->dropped = true;
	}
}

int vpb_check(const struct vpb_request *request, const struct vpb_snapshot *snapshot,
	struct vpb_selection *selection, struct vpb_findings *findings)
{
	const struct vpb_scene scene = {request, snapshot, selection};
	VPB_CLEANUP(vpb_freep) bool *marks = NULL;
	int r;

	marks = calloc(selection->claim_count + 1, sizeof(*marks));
	if (!marks)
		return -ENOMEM;
	r = vpb_check_request(&scene, findings);
	for (unsigned int i = 0; r == 0 && i < VPB_KIND_GUARDS; i++)
		if (!request->is_release || vpb_guards[i].also_releases)
			r = guard_run(&scene, &vpb_guards[i], selection, marks, findings);
	overridden_forget(selection, findings);
	if (r == 0 && !request->is_release)
		r = vpb_variants_report(&scene, findings);
	if (r == 0)
		r = still_selected_warn(selection, findings);
	if (r == 0)
		other_runs_claims_drop(&scene, selection, marks, findings);
	return r;
}

int vpb_check_again(const struct vpb_scene *scene, enum vpb_kind kind,
	struct vpb_selection *selection, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_freep)
	bool *marks = calloc(selection->claim_count + 1, sizeof(*marks));

	return marks ? guard_run(scene, &vpb_guards[kind], selection, marks, findings)
		     : -ENOMEM;
}
