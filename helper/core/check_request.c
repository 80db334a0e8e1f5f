/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check_request.h"

#include <errno.h>
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
			!vpb_findings_add(findings, VPB_KIND_SYNTAX, -1, &problem->origin,
				text.data, problem->fix))
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

static int unmatched_report(const struct vpb_scene *scene, struct vpb_findings *findings)
{
	const struct vpb_request *request = scene->request;

	for (size_t i = 0; i < request->rule_count; i++) {
		const struct vpb_rule *rule = &request->rules[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

		if (scene->selection->rule_matched[i])
			continue;
		vpb_text_add(&text, "no device is '%s'", VPB_WORD(rule->word));
		if (rule->verb == VPB_VERB_SKIP && rule->selector.identity.given) {
			vpb_text_add(&text, "; every ");
			identity_add(&rule->selector.identity, &text);
			vpb_text_add(&text, " stays with the host, wherever it is");
		}
		if (!vpb_hint_add(scene, i, &fix))
			vpb_text_add(&fix, "look for it with 'lspci -nn'");
		if (vpb_text_error(&text) < 0 || vpb_text_error(&fix) < 0 ||
			!vpb_findings_add(findings, VPB_KIND_UNMATCHED, -1, &rule->origin,
				text.data, fix.data))
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
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

	vpb_text_add(&reason, "is ");
	identity_add(&is, &reason);
	vpb_text_add(&reason, ", but ");
	identity_add(want, &reason);
	vpb_text_add(&reason,
		" was expected there; it stays with the host, and so does every ");
	identity_add(want, &reason);
	vpb_text_add(&fix,
		"find the new address with 'lspci -nn', and write it in place of "
		"the old one");
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0 ||
		!vpb_findings_add(findings, VPB_KIND_MOVED, (long)index, &rule->origin,
			reason.data, fix.data))
		return -ENOMEM;
	return 0;
}

/* What is bound is the identity guard's to tell; a skip leaves nothing for a guard to look at. */
static int moved_report(const struct vpb_scene *scene, struct vpb_findings *findings)
{
	const struct vpb_request *request = scene->request;
	const struct vpb_snapshot *snapshot = scene->snapshot;
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
		&text, "%s is not a regular file, and is skipped", snapshot->odd_config);
	if (vpb_text_error(&text) < 0 ||
		!vpb_findings_add(findings, VPB_KIND_FOREIGN, -1, NULL, text.data,
			"remove it, since modprobe may wait for it for ever"))
		return -ENOMEM;
	return 0;
}

/* What modprobe.d says against vfio-pci does not apply here: it was asked for by name. */
static int module_lines_report(
	const struct vpb_snapshot *snapshot, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (snapshot->blacklisted &&
		!vpb_findings_add(findings, VPB_KIND_FOREIGN, -1, NULL,
			"modprobe.d has 'blacklist vfio-pci', which is ignored",
			"remove that line, since other programs cannot load vfio-pci with it"))
		return -ENOMEM;
	if (!snapshot->install_command)
		return 0;
	vpb_text_add(&text, "modprobe.d has 'install vfio-pci %s', which is not run",
		snapshot->install_command);
	if (vpb_text_error(&text) < 0 ||
		!vpb_findings_add(findings, VPB_KIND_FOREIGN, -1, NULL, text.data,
			"remove that line, since other programs cannot load vfio-pci with it"))
		return -ENOMEM;
	return 0;
}

/* Else the firmware's framebuffer would count as on no display. */
static int framebuffers_report(
	const struct vpb_scene *scene, struct vpb_findings *findings)
{
	const struct vpb_snapshot *snapshot = scene->snapshot;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	bool is_display = false;

	if (!snapshot->framebuffers_error)
		return 0;
	for (size_t i = 0; !is_display && i < snapshot->device_count; i++)
		is_display = vpb_device_is_display(&snapshot->devices[i]) &&
			     vpb_selection_has(scene->selection, i);
	if (!is_display)
		return 0;
	vpb_text_add(&text,
		"failed to read /proc/iomem (%s), so it is unknown which display has the "
		"firmware framebuffer on it",
		strerror(snapshot->framebuffers_error));
	if (vpb_text_error(&text) < 0 ||
		!vpb_findings_add(findings, VPB_KIND_FRAMEBUFFER, -1, NULL, text.data,
			"look at that file"))
		return -ENOMEM;
	return 0;
}

int vpb_check_request(const struct vpb_scene *scene, struct vpb_findings *findings)
{
	int r;

	if (scene->snapshot->has_arrival)
		return 0;
	r = problems_report(scene->request, findings);
	if (r == 0)
		r = unmatched_report(scene, findings);
	if (r == 0)
		r = moved_report(scene, findings);
	if (r == 0 && !scene->request->is_release)
		r = module_lines_report(scene->snapshot, findings);
	if (r == 0 && !scene->request->is_release)
		r = framebuffers_report(scene, findings);
	if (r == 0)
		r = odd_config_report(scene->snapshot, findings);
	return r;
}
