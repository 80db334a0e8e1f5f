/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "hint.h"

static int problems_report(
	const struct vpb_request *request, struct vpb_findings *findings)
{
	for (size_t i = 0; i < request->problem_count; i++) {
		const struct vpb_problem *problem = &request->problems[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		if (*problem->word)
			vpb_text_add(&text, "'%s': ", problem->word);
		vpb_text_add(&text, "%s", problem->message);
		if (vpb_text_error(&text) < 0 ||
			!vpb_findings_add(findings, VPB_WARN, "syntax", -1,
				&problem->origin, text.data, ""))
			return -ENOMEM;
	}
	return 0;
}

static void identity_add(const struct vpb_identity *identity, struct vpb_text *text)
{
	vpb_text_add(text, "%04x:%04x", identity->vendor, identity->device);
	if (identity->with_subsystem)
		vpb_text_add(
			text, ":%04x:%04x", identity->subvendor, identity->subdevice);
}

static int unmatched_report(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_selection *selection,
	struct vpb_findings *findings)
{
	for (size_t i = 0; i < request->rule_count; i++) {
		const struct vpb_rule *rule = &request->rules[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text cure = {};

		if (selection->rule_matched[i])
			continue;
		vpb_text_add(&text, "no device is '%s'", VPB_WORD(rule->word));
		if (rule->verb == VPB_VERB_SKIP && rule->selector.identity.given) {
			vpb_text_add(&cure, "each ");
			identity_add(&rule->selector.identity, &cure);
			vpb_text_add(&cure, " is left to the host, wherever it is; ");
		}
		if (!vpb_hint_add(request, snapshot, selection, i, &cure))
			vpb_text_add(&cure, "look it up with lspci -nn");
		if (vpb_text_error(&text) < 0 || vpb_text_error(&cure) < 0 ||
			!vpb_findings_add(findings, VPB_WARN, "unmatched", -1,
				&rule->origin, text.data, cure.data))
			return -ENOMEM;
	}
	return 0;
}

static int moved_add(const struct vpb_rule *rule, const struct vpb_snapshot *snapshot,
	size_t index, struct vpb_findings *findings)
{
	const struct vpb_device *device = &snapshot->devices[index];
	const struct vpb_identity *want = &rule->selector.identity;
	const struct vpb_identity is = {.with_subsystem = want->with_subsystem,
		.vendor = device->vendor,
		.device = device->device,
		.subvendor = device->subvendor,
		.subdevice = device->subdevice};
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text cure = {};

	vpb_text_add(&reason, "this place should hold ");
	identity_add(want, &reason);
	vpb_text_add(&reason, " and holds ");
	identity_add(&is, &reason);
	vpb_text_add(&cure, "it is left to the host all the same, and so is each ");
	identity_add(want, &cure);
	vpb_text_add(&cure,
		"; find the new place with lspci -nn and write it into the config");
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&cure) < 0 ||
		!vpb_findings_add(findings, VPB_WARN, "moved", (long)index, &rule->origin,
			reason.data, cure.data))
		return -ENOMEM;
	return 0;
}

/* Of what is bound the identity guard tells; a skip leaves nothing for a guard to look at. */
static int moved_report(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, struct vpb_findings *findings)
{
	int r = 0;

	for (size_t i = 0; i < request->rule_count; i++) {
		const struct vpb_rule *rule = &request->rules[i];

		if (rule->verb != VPB_VERB_SKIP || !rule->selector.identity.given)
			continue;
		for (size_t j = 0; r == 0 && j < snapshot->device_count; j++) {
			const struct vpb_device *device = &snapshot->devices[j];

			if (vpb_selector_matches(&rule->selector, snapshot, device) &&
				!vpb_identity_fits(&rule->selector.identity, device))
				r = moved_add(rule, snapshot, j, findings);
		}
	}
	return r;
}

/* Read by all who load modules, each of whom would wait for it. */
static int odd_config_report(
	const struct vpb_snapshot *snapshot, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (!snapshot->odd_config)
		return 0;
	vpb_text_add(
		&text, "%s is no regular file, and is passed over", snapshot->odd_config);
	if (vpb_text_error(&text) < 0 ||
		!vpb_findings_add(findings, VPB_WARN, "foreign", -1, NULL, text.data,
			"remove it: modprobe may wait for it for ever"))
		return -ENOMEM;
	return 0;
}

/* What modprobe.d says against vfio-pci does not hold here: it was asked for by name. */
static int module_lines_report(
	const struct vpb_snapshot *snapshot, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (snapshot->blacklisted &&
		!vpb_findings_add(findings, VPB_WARN, "foreign", -1, NULL,
			"modprobe.d holds 'blacklist vfio-pci', which is passed over",
			"remove that line, or other programs cannot load vfio-pci"))
		return -ENOMEM;
	if (!snapshot->install_command)
		return 0;
	vpb_text_add(&text, "modprobe.d holds 'install vfio-pci %s', which is not run",
		snapshot->install_command);
	if (vpb_text_error(&text) < 0 ||
		!vpb_findings_add(findings, VPB_WARN, "foreign", -1, NULL, text.data,
			"remove that line, or other programs cannot load vfio-pci"))
		return -ENOMEM;
	return 0;
}

/* Companions go with their display: with the claim that brought them. */
static void companions_follow(struct vpb_selection *selection)
{
	for (size_t i = 0; i < selection->claim_count; i++) {
		struct vpb_claim *claim = &selection->claims[i];
		bool stands = false;

		if (!claim->is_companion)
			continue;
		for (size_t j = 0; !stands && j < selection->claim_count; j++) {
			const struct vpb_claim *of = &selection->claims[j];

			stands = !of->is_companion && !of->dropped &&
				 of->device == claim->display && of->rule == claim->rule;
		}
		if (!stands)
			claim->dropped = true;
	}
}

static bool is_allowed(const struct vpb_scene *scene, const struct vpb_guard *guard,
	const struct vpb_claim *claim)
{
	const struct vpb_selection *selection = scene->selection;

	if (!guard->can_be_allowed)
		return false;
	for (size_t i = 0; i < selection->claim_count; i++) {
		const struct vpb_claim *other = &selection->claims[i];

		if (other == claim ||
			(guard->scope == VPB_SCOPE_DEVICE && !other->dropped &&
				other->device == claim->device))
			if (scene->request->rules[other->rule].allow &
				vpb_guard_bit(guard))
				return true;
	}
	return false;
}

/*
 * Of several claims on a device one stands for it before a guard of device scope: a
 * companion's if there is one, since that says more about the device than its class does.
 */
static bool speaks_for_device(const struct vpb_selection *selection, size_t index)
{
	const struct vpb_claim *claim = &selection->claims[index];

	for (size_t i = 0; i < selection->claim_count; i++) {
		const struct vpb_claim *other = &selection->claims[i];

		if (other->dropped || other->device != claim->device || i == index)
			continue;
		if (other->is_companion != claim->is_companion ? other->is_companion
							       : i < index)
			return false;
	}
	return true;
}

/* vfio-pci.ids= allows twins without the user's saying so: that is worth a warning. */
static void allowed_describe(const struct vpb_rule *rule, const struct vpb_guard *guard,
	enum vpb_severity *severity, struct vpb_text *cure)
{
	if (rule->from_vfio_ids) {
		*severity = VPB_WARN;
		vpb_text_add(cure,
			"taken all the same, as vfio-pci.ids= does; name one by its address "
			"with vfio_prebind.bind= if that is wrong");
	} else {
		*severity = VPB_NOTE;
		vpb_text_add(cure, "taken all the same: 'allow=%s'", guard->name);
	}
}

static int claim_look(const struct vpb_scene *scene, const struct vpb_guard *guard,
	const struct vpb_claim *claim, bool *ret_refused, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text cure = {};
	enum vpb_severity severity = guard->severity;
	struct vpb_finding *finding;
	bool allowed, refused;

	*ret_refused = false;
	if (!guard->look(scene, claim, &reason, &cure))
		return 0;
	allowed = is_allowed(scene, guard, claim);
	refused = !allowed && guard->drops;
	if (allowed) {
		vpb_text_done(&cure);
		allowed_describe(
			&scene->request->rules[claim->rule], guard, &severity, &cure);
	} else if (claim->is_companion && severity == VPB_REFUSE) {
		severity = VPB_WARN;
	}
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&cure) < 0)
		return -ENOMEM;
	finding = vpb_findings_add(findings, severity, guard->name, (long)claim->device,
		&scene->request->rules[claim->rule].origin, reason.data, cure.data);
	if (!finding)
		return -ENOMEM;
	finding->refused = refused;
	*ret_refused = refused;
	return 0;
}

static int guard_run(const struct vpb_scene *scene, const struct vpb_guard *guard,
	struct vpb_selection *selection, bool *refused, struct vpb_findings *findings)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < selection->claim_count; i++) {
		refused[i] = false;
		if (selection->claims[i].dropped ||
			(guard->scope == VPB_SCOPE_DEVICE &&
				!speaks_for_device(selection, i)))
			continue;
		r = claim_look(
			scene, guard, &selection->claims[i], &refused[i], findings);
	}
	for (size_t i = 0; r == 0 && i < selection->claim_count; i++) {
		if (!refused[i])
			continue;
		selection->claims[i].dropped = true;
		for (size_t j = 0; j < selection->claim_count; j++)
			if (guard->scope == VPB_SCOPE_DEVICE &&
				selection->claims[j].device ==
					selection->claims[i].device)
				selection->claims[j].dropped = true;
	}
	companions_follow(selection);
	return r;
}

/* A selector's own verdict, where another line or a display brings the device all the same. */
static int standing_tell(
	const struct vpb_selection *selection, struct vpb_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct vpb_finding *finding = &findings->items[i];
		const struct vpb_guard *guard = vpb_guard_find(finding->guard);
		VPB_CLEANUP(vpb_text_done) struct vpb_text cure = {};

		if (!finding->refused || !guard || guard->scope != VPB_SCOPE_SELECTOR ||
			!vpb_selection_has(selection, (size_t)finding->device))
			continue;
		vpb_text_add(&cure,
			"%s; it is taken all the same, by another line or with its display",
			finding->cure);
		if (vpb_text_error(&cure) < 0)
			return -ENOMEM;
		free(finding->cure);
		finding->cure = cure.data;
		cure = (struct vpb_text){};
		finding->refused = false;
		finding->severity = VPB_WARN;
	}
	return 0;
}

/*
 * Whether the real root has to judge this device: by what stands of the claims on it, or where
 * nothing does, by what was asked for.
 */
static bool is_late(const struct vpb_scene *scene, size_t device)
{
	const struct vpb_selection *selection = scene->selection;
	bool stands = vpb_selection_has(selection, device), late = false;

	for (size_t i = 0; i < selection->claim_count; i++) {
		const struct vpb_claim *claim = &selection->claims[i];

		if (claim->device != device || (stands && claim->dropped))
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
static void others_forget(const struct vpb_scene *scene, struct vpb_selection *selection,
	struct vpb_findings *findings)
{
	/* Findings first: who is late is told by the claims. */
	for (size_t i = findings->count; i > 0; i--) {
		long device = findings->items[i - 1].device;

		if (device >= 0 && !is_ours(scene, (size_t)device))
			vpb_findings_remove(findings, i - 1);
	}
	for (size_t i = 0; i < selection->claim_count; i++)
		if (!is_ours(scene, selection->claims[i].device))
			selection->claims[i].forgotten = true;
	for (size_t i = 0; i < selection->claim_count; i++)
		if (selection->claims[i].forgotten)
			selection->claims[i].dropped = true;
}

/* What is to be said of no device; a boot has said it before something is plugged in. */
static int request_report(const struct vpb_scene *scene, struct vpb_findings *findings)
{
	int r;

	if (scene->snapshot->has_arrival)
		return 0;
	r = problems_report(scene->request, findings);
	if (r == 0)
		r = unmatched_report(
			scene->request, scene->snapshot, scene->selection, findings);
	if (r == 0)
		r = moved_report(scene->request, scene->snapshot, findings);
	if (r == 0 && !scene->request->is_release)
		r = module_lines_report(scene->snapshot, findings);
	if (r == 0)
		r = odd_config_report(scene->snapshot, findings);
	return r;
}

int vpb_check(const struct vpb_request *request, const struct vpb_snapshot *snapshot,
	struct vpb_selection *selection, struct vpb_findings *findings)
{
	const struct vpb_scene scene = {request, snapshot, selection};
	VPB_CLEANUP(vpb_freep) bool *refused = NULL;
	int r;

	refused = calloc(selection->claim_count + 1, sizeof(*refused));
	if (!refused)
		return -ENOMEM;
	r = request_report(&scene, findings);
	for (unsigned int i = 0; r == 0 && i < vpb_guard_count; i++)
		if (!request->is_release || vpb_guards[i].also_releases)
			r = guard_run(
				&scene, &vpb_guards[i], selection, refused, findings);
	if (r == 0)
		r = standing_tell(selection, findings);
	if (r == 0)
		others_forget(&scene, selection, findings);
	return r;
}
