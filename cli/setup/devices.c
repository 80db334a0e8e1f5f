/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "refusal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/selectors.h"
#include "../command.h"
#include "../about.h"
#include "../forecast.h"
#include "../given.h"
#include "../late_forecast.h"
#include "../next_boot.h"
#include "../vf_hint.h"

static bool came_before(const struct vpb_selection *selection, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (selection->claims[i].device == selection->claims[index].device)
			return true;
	return false;
}

static void words_add(const struct vpb_rule *rule, char before, struct vpb_text *text)
{
	if (rule->no_companions)
		vpb_text_add(text, "%ccompanions=none", before);
	if (*rule->driver)
		vpb_text_add(text, "%cdriver=%s", before, rule->driver);
	if (rule->sleep)
		vpb_text_add(text, "%csleep=%s", before, vpb_sleep_name(rule->sleep));
	for (unsigned int i = 0; i < VPB_KIND_GUARDS; i++)
		if (rule->allow & vpb_guard_bit(&vpb_guards[i]))
			vpb_text_add(text, "%callow=%s", before, vpb_guards[i].name);
}

/* By place and identity, so that other hardware in that place is not taken. */
static void selector_add(const struct vpb_device *device, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(text, "%s=%04x:%04x", vpb_address_format(device->address, address),
		device->vendor, device->device);
	if (device->subvendor || device->subdevice)
		vpb_text_add(text, ":%04x:%04x", device->subvendor, device->subdevice);
}

static int device_add(struct vpb_setup *setup, const struct vpb_device *device,
	const struct vpb_rule *rule)
{
	long now = vpb_snapshot_find(&setup->now.snapshot, device->address);
	VPB_CLEANUP(vpb_text_done) struct vpb_text comment = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};

	vpb_text_add(&comment, "%s", now >= 0 ? "# " : "");
	if (now >= 0) {
		vpb_pci_names_add_short(&setup->now.items[now].names, &comment);
		vpb_text_add(&comment, "\n");
	}
	selector_add(device, &words);
	words_add(rule, ' ', &words);
	if (vpb_text_error(&comment) < 0 || vpb_text_error(&words) < 0)
		return -ENOMEM;
	return vpb_setup_lines_add(
		&setup->lines, words.data, comment.data, setup->is_entry);
}

/* As an earlier call has written them. */
static int former_add(struct vpb_setup *setup)
{
	int r = 0;

	for (size_t i = 0; r == 0 && !setup->is_only && i < setup->former.count; i++)
		r = vpb_setup_lines_add(&setup->lines, setup->former.items[i].words,
			setup->former.items[i].comment, setup->former.items[i].is_entry);
	return r;
}

/* The devices that the selectors mean, whatever the configuration says. Returns 0 or -errno. */
static int lines_make(struct vpb_setup *setup, struct vpb_run *chosen)
{
	const struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.sources = {.is_other_boot = true,
			.is_for_files = true,
			.selectors = setup->selectors}};
	int r = vpb_pipeline_plan(setup->change.root, &pipeline, chosen);

	if (r == 0)
		r = former_add(setup);
	for (size_t i = 0; r == 0 && i < chosen->selection.claim_count; i++) {
		const struct vpb_claim *claim = &chosen->selection.claims[i];

		if (!claim->is_companion && !came_before(&chosen->selection, i))
			r = device_add(setup, &chosen->snapshot.devices[claim->device],
				&chosen->request.rules[claim->rule]);
	}
	return r;
}

/* A word that names nothing, or a bus that cannot be read. */
static bool is_hopeless(const struct vpb_run *chosen)
{
	bool found = false;

	for (size_t i = 0; i < chosen->findings.count; i++) {
		const struct vpb_finding *finding = &chosen->findings.items[i];

		if (finding->kind != VPB_KIND_SCAN && finding->kind != VPB_KIND_UNMATCHED)
			continue;
		vpb_finding_log("setup", finding);
		found = true;
	}
	return found;
}

/* What the user's own configuration keeps from us is no claim of the whole. */
static bool all_are_claimed(const struct vpb_setup *setup, const struct vpb_run *chosen)
{
	const struct vpb_run *run = &setup->next.run;
	bool all = true;

	for (size_t i = 0; i < chosen->selection.claim_count; i++) {
		const struct vpb_claim *claim = &chosen->selection.claims[i];
		char address[VPB_ADDRESS_BYTES];
		bool found = false;

		for (size_t j = 0; j < run->selection.claim_count; j++)
			found |= run->selection.claims[j].device == claim->device;
		if (found || claim->is_companion || came_before(&chosen->selection, i))
			continue;
		vpb_log(VPB_LOG_ERROR,
			"setup: %s: a 'skip' in the configuration keeps it with the host; "
			"remove that first",
			vpb_address_format(
				chosen->snapshot.devices[claim->device].address,
				address));
		all = false;
	}
	return all;
}

/*
 * A verdict on a selector itself, such as that another device is in that place, or a second one has
 * that id. What setup writes says what is there, so the boot would not come to that verdict again.
 * Returns a negative number to go on, else an exit status.
 */
static int selectors_judge(const struct vpb_setup *setup, const struct vpb_run *chosen)
{
	bool is_refused = false;

	for (size_t i = 0; i < chosen->findings.count; i++) {
		const struct vpb_finding *finding = &chosen->findings.items[i];
		const struct vpb_guard *guard = vpb_guard_of(finding->kind);

		if (!guard || guard->scope != VPB_SCOPE_SELECTOR)
			continue;
		vpb_findings_print("",
			&(struct vpb_findings){
				.items = &chosen->findings.items[i], .count = 1},
			&chosen->snapshot);
		is_refused |= finding->refused;
	}
	return is_refused ? vpb_setup_refusal_log(setup, chosen, &chosen->findings) : -1;
}

static bool is_late_needed(const struct vpb_setup_forecast *next)
{
	for (size_t i = 0; i < next->run.snapshot.device_count; i++)
		if (vpb_setup_is_late(next, i))
			return true;
	return false;
}

/* With these lines in place of those that setup.conf has today. */
static int forecast_make(const struct vpb_setup *setup, struct vpb_forecast *facts,
	const struct vpb_setup_lines *lines, struct vpb_setup_forecast *forecast)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.read_facts = vpb_forecast_read_facts,
		.context = facts,
		.sources = {.is_other_boot = true,
			.is_for_files = true,
			.new_path = VPB_SETUP_CONFIG}};
	int r;

	vpb_setup_lines_add_config(lines, false, &text);
	forecast->entry_line = 1;
	for (const char *at = text.data; at && (at = strchr(at, '\n')); at++)
		forecast->entry_line++;
	vpb_setup_lines_add_config(lines, true, &text);
	r = vpb_text_error(&text);
	if (r < 0)
		return r;
	pipeline.sources.new_text = text.data;
	r = vpb_pipeline_plan(setup->change.root, &pipeline, &forecast->run);
	return r < 0 ? r
		     : vpb_late_forecast(setup->change.root, &pipeline, &forecast->run,
			       &forecast->late);
}

/* What is given back on purpose is said already. */
static void given_back_forget(struct vpb_setup *setup)
{
	const struct vpb_run *before = &setup->before.run;
	struct vpb_run *next = &setup->next.run;

	for (size_t i = next->findings.count; i > 0; i--) {
		const struct vpb_finding *finding = &next->findings.items[i - 1];
		long device = finding->kind != VPB_KIND_LOST
				      ? -1
				      : vpb_snapshot_find(&before->snapshot,
						next->snapshot.devices[finding->device]
							.address);

		if (device >= 0 && (before->plan.selected[device] ||
					   vpb_late_takes(next, &setup->before.late,
						   (size_t)finding->device)))
			vpb_findings_remove(&next->findings, i - 1);
	}
}

static int forecasts_make(struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_forecast_done)
	struct vpb_forecast facts = {.facts = &setup->facts};
	int r = forecast_make(setup, &facts, &setup->former, &setup->before);

	/* Without the service nothing is bound late today. */
	if (r == 0 && !vpb_late_is_on(setup->change.root))
		vpb_run_done(&setup->before.late);
	if (r == 0)
		r = forecast_make(setup, &facts, &setup->lines, &setup->next);
	if (r == 0)
		r = vpb_given_look(setup->change.root, &setup->now.snapshot,
			&setup->next.late, &setup->next.run);
	if (r == 0)
		r = vpb_next_boot_explain(setup->change.root, &setup->now.snapshot,
			&setup->next.late, &setup->next.run);
	if (r == 0)
		r = vpb_about_devices(
			&(const struct vpb_about){.root = setup->change.root,
				.facts = &setup->facts,
				.run = &setup->next.run,
				.late = &setup->next.late,
				.inventory = &setup->now},
			&setup->next.run.findings);
	if (r == 0)
		given_back_forget(setup);
	return r;
}

int vpb_setup_devices(struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_run_done) struct vpb_run chosen = {};
	const struct vpb_run *next = &setup->next.run;
	int r;

	if (!vpb_selectors_are_fine("setup", setup->selectors))
		return VPB_EXIT_USAGE;
	r = lines_make(setup, &chosen);
	if (r == 0)
		r = vpb_vf_hints_give(&setup->now, &chosen);
	if (r < 0)
		return vpb_change_fail(&setup->change, NULL, r);
	if (is_hopeless(&chosen))
		return VPB_EXIT_FAILED;
	r = selectors_judge(setup, &chosen);
	if (r >= 0)
		return r;
	r = forecasts_make(setup);
	if (r == 0)
		r = vpb_setup_refusal_name_typed(&chosen, &setup->next.run.findings);
	if (r < 0)
		return vpb_change_fail(&setup->change, NULL, r);
	if (!all_are_claimed(setup, &chosen))
		return VPB_EXIT_REFUSED;
	setup->needs_late = is_late_needed(&setup->next);
	vpb_setup_changes_print(setup);
	vpb_findings_print("", &next->findings, &next->snapshot);
	return vpb_setup_is_refused(&chosen, &next->findings)
		       ? vpb_setup_refusal_log(setup, &chosen, &next->findings)
		       : -1;
}
