/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan_print.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "findings.h"
#include "late_forecast.h"
#include "steps.h"

/* Of one line of the table of devices. */
struct cells {
	const char *address, *name, *today, *next, *companion, *rule;
};

/* What has it at the next boot, as far as can be said today. */
static const char *next_name(const struct vpb_plan_found *plan, size_t device)
{
	if (plan->run.plan.selected[device])
		return VPB_DRIVER_NAME;
	if (vpb_late_takes(&plan->run, &plan->late, device))
		return VPB_DRIVER_NAME ", late";
	for (size_t i = 0; i < plan->run.findings.count; i++)
		if (plan->run.findings.items[i].device == (long)device &&
			plan->run.findings.items[i].kind == VPB_KIND_LATE)
			return "judged late";
	return "host";
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
static int device_add_text(const struct cells *cells, struct libscols_table *table)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text why = {};

	if (*cells->companion)
		vpb_text_add(&why, "comes with %s", cells->companion);
	else
		vpb_text_add(&why, "%s", cells->rule);
	if (vpb_text_error(&why) < 0)
		return -ENOMEM;
	return vpb_table_add(table,
		(const char *const[]){
			cells->address, cells->name, cells->today, cells->next, why.data},
		5);
}

static int device_add(const struct vpb_plan_found *plan, const struct vpb_claim *claim,
	struct libscols_table *table)
{
	const struct vpb_snapshot *snapshot = &plan->run.snapshot;
	const struct vpb_device *device = &snapshot->devices[claim->device];
	const struct vpb_origin *origin = &plan->run.request.rules[claim->rule].origin;
	char address[VPB_ADDRESS_BYTES], display[VPB_ADDRESS_BYTES] = "", id[16];
	VPB_CLEANUP(vpb_text_done) struct vpb_text rule = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	struct cells cells = {.address = vpb_address_format(device->address, address),
		.companion = display,
		.next = next_name(plan, claim->device)};
	const struct vpb_item *item = today_find(plan, device->address, &cells.today);

	snprintf(id, sizeof(id), "%04x:%04x", device->vendor, device->device);
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
	if (!plan->is_json)
		return device_add_text(&cells, table);
	return vpb_table_add(table,
		(const char *const[]){cells.address, id, cells.name, cells.today,
			cells.next, cells.companion, cells.rule},
		7);
}

static struct libscols_table *devices_table(const struct vpb_plan_found *plan)
{
	static const struct vpb_table_column text_columns[] = {
		{.name = "ADDRESS"},
		{.name = "NAME", .flags = SCOLS_FL_TRUNC, .width = 0.3},
		{.name = "TODAY"},
		{.name = "NEXT BOOT"},
		{.name = "BECAUSE OF"},
	};
	static const struct vpb_table_column json_columns[] = {
		{.name = "ADDRESS"},
		{.name = "ID"},
		{.name = "NAME"},
		{.name = "TODAY"},
		{.name = "NEXT"},
		{.name = "COMPANION"},
		{.name = "RULE"},
	};
	struct libscols_table *table =
		plan->is_json ? vpb_table_new("devices", json_columns, 7, true)
			      : vpb_table_new("devices", text_columns, 5, false);

	for (size_t i = 0; table && i < plan->run.snapshot.device_count; i++) {
		const struct vpb_claim *claim =
			vpb_selection_claim(&plan->run.selection, i);

		if (claim && device_add(plan, claim, table) < 0) {
			scols_unref_table(table);
			return NULL;
		}
	}
	return table;
}

static struct libscols_table *steps_table(const struct vpb_plan_found *plan)
{
	struct libscols_table *table = vpb_steps_table_new();

	if (table && (vpb_steps_add(&plan->run, "initrd", table) < 0 ||
			     vpb_steps_add(&plan->late, "late", table) < 0)) {
		scols_unref_table(table);
		return NULL;
	}
	return table;
}

int vpb_plan_print_json(const struct vpb_plan_found *plan)
{
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *devices = devices_table(plan);
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *steps = steps_table(plan);
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *findings =
		vpb_findings_table("findings", &plan->run.findings, &plan->run.snapshot);

	if (!devices || !steps || !findings)
		return -ENOMEM;
	return vpb_tables_print_json(
		(struct libscols_table *const[]){devices, steps, findings}, 3);
}

int vpb_plan_print(const struct vpb_plan_found *plan)
{
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *devices = devices_table(plan);
	int r;

	if (!devices)
		return -ENOMEM;
	if (plan->run.selection.claim_count) {
		r = scols_print_table(devices);
		if (r < 0)
			return r;
		printf("\n");
	}
	r = 0;
	if (plan->run.plan.step_count || !plan->late.plan.step_count)
		r = vpb_steps_print(&plan->run);
	if (r == 0 && plan->late.plan.step_count) {
		printf("%sIn the real root, by vfio-prebind-late.service:\n",
			plan->run.plan.step_count ? "\n" : "");
		r = vpb_steps_print(&plan->late);
	}
	if (plan->run.findings.count)
		printf("\n");
	vpb_findings_print("", &plan->run.findings, &plan->run.snapshot);
	return r;
}
