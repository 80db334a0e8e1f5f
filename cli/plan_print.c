/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan_print.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/output.h"
#include "../host/terminal/findings.h"
#include "../host/terminal/language.h"
#include "../host/terminal/screen.h"
#include "late_forecast.h"
#include "steps.h"
#include "table.h"

/* What one line of the table of devices says. */
struct cells {
	const char *address, *name, *today, *next, *companion, *rule;
};

/* What is known of a variant of vfio-pci is its module; its driver only once that is loaded. */
static const char *module_of(const struct vpb_plan *plan, size_t device)
{
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].kind == VPB_STEP_VARIANT &&
			plan->steps[i].device == device)
			return plan->steps[i].module;
	return NULL;
}

/* What has it at the next boot, as far as can be said today. */
static const char *next_name(const struct vpb_plan_found *plan, size_t device)
{
	const char *variant = module_of(&plan->run.plan, device);

	if (variant)
		return variant;
	if (plan->run.plan.selected[device] ||
		vpb_device_is_on_vfio(&plan->run.snapshot.devices[device]))
		return VPB_DRIVER_NAME;
	if (vpb_late_takes(&plan->run, &plan->late, device))
		return N_(VPB_DRIVER_NAME ", late");
	for (size_t i = 0; i < plan->run.findings.count; i++)
		if (plan->run.findings.items[i].device == (long)device &&
			plan->run.findings.items[i].kind == VPB_KIND_LATE)
			return N_("judged late");
	return N_("host");
}

/* The driver that has it today: the run's own facts are of the next boot. */
static const struct vpb_item *today_find(const struct vpb_plan_found *plan,
	struct vpb_address address, const char **ret_driver)
{
	long now = vpb_snapshot_find(&plan->now.snapshot, address);

	*ret_driver = now < 0 ? "" : plan->now.snapshot.devices[now].driver;
	return now < 0 ? NULL : &plan->now.items[now];
}

/* For a person: the display that brings it along says more than the rule it came by. */
static int device_add_text(const struct cells *cells, const struct vpb_origin *origin,
	struct libscols_table *table)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text why = {};

	if (*cells->companion)
		vpb_text_add(&why, _("comes with %s"), cells->companion);
	else
		vpb_origin_describe(origin, &why);
	if (vpb_text_error(&why) < 0)
		return -ENOMEM;
	return vpb_table_add(table,
		(const char *const[]){cells->address, cells->name, cells->today,
			_(cells->next), why.data},
		5);
}

static void device_add_json(
	const struct vpb_device *device, const struct cells *cells, struct vpb_json *json)
{
	char id[16];

	snprintf(id, sizeof(id), "%04x:%04x", device->vendor, device->device);
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "address", cells->address);
	vpb_json_add_string(json, "id", id);
	vpb_json_add_string(json, "name", cells->name);
	vpb_json_add_string(json, "today", cells->today);
	vpb_json_add_string(json, "next", cells->next);
	vpb_json_add_string(json, "companion", cells->companion);
	vpb_json_add_string(json, "rule", cells->rule);
	vpb_json_end_object(json);
}

/* Into the one of the two that is not NULL. */
static int device_add(const struct vpb_plan_found *plan, const struct vpb_claim *claim,
	struct libscols_table *table, struct vpb_json *json)
{
	const struct vpb_snapshot *snapshot = &plan->run.snapshot;
	const struct vpb_device *device = &snapshot->devices[claim->device];
	const struct vpb_origin *origin = &plan->run.request.rules[claim->rule].origin;
	char address[VPB_ADDRESS_BYTES], display[VPB_ADDRESS_BYTES] = "";
	VPB_CLEANUP(vpb_text_done) struct vpb_text rule = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	struct cells cells = {.address = vpb_address_format(device->address, address),
		.companion = display,
		.next = next_name(plan, claim->device)};
	const struct vpb_item *item = today_find(plan, device->address, &cells.today);

	if (claim->is_companion)
		vpb_address_format(snapshot->devices[claim->display].address, display);
	vpb_text_add(&rule, "%s:%u:%u", origin->source, origin->line, origin->column);
	vpb_text_add(&name, "%s", "");
	if (item)
		vpb_pci_names_add_short(&item->names, &name);
	if (vpb_text_error(&rule) < 0 || vpb_text_error(&name) < 0)
		return -ENOMEM;
	cells.rule = rule.data;
	cells.name = name.data;
	if (table)
		return device_add_text(&cells, origin, table);
	device_add_json(device, &cells, json);
	return 0;
}

static int devices_add(const struct vpb_plan_found *plan, struct libscols_table *table,
	struct vpb_json *json)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < plan->run.snapshot.device_count; i++) {
		const struct vpb_claim *claim =
			vpb_selection_claim(&plan->run.selection, i);

		if (claim)
			r = device_add(plan, claim, table, json);
	}
	return r;
}

static int devices_print(const struct vpb_plan_found *plan)
{
	static const struct vpb_table_column columns[] = {
		{.name = N_("ADDRESS")},
		{.name = N_("NAME"), .shrink = {2, 12}},
		{.name = N_("TODAY")},
		{.name = N_("NEXT BOOT")},
		{.name = N_("BECAUSE OF"), .shrink = {1, 10}},
	};
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *table = vpb_table_new_translated(columns, 5);
	int r = table ? devices_add(plan, table, NULL) : -ENOMEM;

	return r < 0 ? r : vpb_table_print(table, columns);
}

int vpb_plan_print_json(const struct vpb_plan_found *plan)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};
	int r;

	vpb_json_begin_object(&json, NULL);
	vpb_json_begin_array(&json, "devices");
	r = devices_add(plan, NULL, &json);
	vpb_json_end_array(&json);
	vpb_json_begin_array(&json, "steps");
	vpb_steps_add_json(&plan->run, "initrd", &json);
	vpb_steps_add_json(&plan->late, "late", &json);
	vpb_json_end_array(&json);
	vpb_findings_add_json(
		&json, "findings", &plan->run.findings, &plan->run.snapshot);
	vpb_json_end_object(&json);
	return r < 0 ? r : vpb_output_text(&text);
}

int vpb_plan_print(const struct vpb_plan_found *plan)
{
	int r;

	vpb_screen_page();
	if (plan->run.selection.claim_count) {
		r = devices_print(plan);
		if (r < 0)
			return r;
		printf("\n");
	}
	r = 0;
	if (plan->run.plan.step_count || !plan->late.plan.step_count)
		r = vpb_steps_print(&plan->run);
	if (r == 0 && plan->late.plan.step_count) {
		printf(_("%sIn the real root, by vfio-prebind-late.service:\n"),
			plan->run.plan.step_count ? "\n" : "");
		r = vpb_steps_print(&plan->late);
	}
	if (plan->run.findings.count)
		printf("\n");
	vpb_findings_print("", &plan->run.findings, &plan->run.snapshot);
	return r;
}
