/* SPDX-License-Identifier: GPL-2.0-or-later */

/* plan: what the next boot would do, step by step, and every finding. Changes nothing. */

#include "command.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../helper/core/report.h"
#include "../helper/pipeline.h"
#include "../helper/sys/host/inventory.h"
#include "findings.h"

struct plan {
	bool is_json;
	const char *config_file;
	struct vpb_text config;
	struct vpb_pipeline pipeline;
	struct vpb_run run;
	struct vpb_inventory now;
};

static void help_print(void)
{
	printf("vfio-prebind plan [OPTION...]\n"
	       "\n"
	       "Says what the next boot would do: the devices, the steps, every finding.\n"
	       "Drivers that are loaded today do not count, but those that are built into\n"
	       "the running kernel do.\n"
	       "\n"
	       "  --cmdline TEXT  with this kernel command line instead of this boot's\n"
	       "  --config FILE   with this file instead of the configuration in /etc and\n"
	       "                  /usr/lib\n"
	       "  --json          for programs\n"
	       "  --help\n"
	       "\n"
	       "Ends with 3 where a guard refused a device.\n");
}

/* FILE is the caller's, wherever the machine's tree is. */
static bool config_read(struct plan *plan)
{
	VPB_CLEANUP(vpb_root_done) struct vpb_root here = {.fd = -1};
	int r = vpb_root_open(".", &here);

	if (r == 0)
		r = vpb_root_read(&here, plan->config_file, &plan->config);
	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "plan: %s: %s", plan->config_file, strerror(-r));
		return false;
	}
	plan->pipeline.sources.config = plan->config.data ? plan->config.data : "";
	plan->pipeline.sources.config_length = plan->config.length;
	plan->pipeline.sources.config_name = plan->config_file;
	return true;
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct plan *plan)
{
	static const struct option known[] = {
		{"cmdline", required_argument, NULL, 'c'},
		{"config", required_argument, NULL, 'f'},
		{"json", no_argument, NULL, 'J'},
		{"help", no_argument, NULL, 'h'},
		{},
	};
	int option;

	plan->pipeline.view = VPB_VIEW_NEXT_BOOT;
	plan->pipeline.sources.is_other_boot = true;
	while ((option = getopt_long(argc, argv, "h", known, NULL)) != -1) {
		if (option == 'c') {
			plan->pipeline.sources.cmdline = optarg;
		} else if (option == 'f') {
			plan->config_file = optarg;
		} else if (option == 'J') {
			plan->is_json = true;
		} else if (option == 'h') {
			help_print();
			return VPB_EXIT_DONE;
		} else {
			return VPB_EXIT_USAGE;
		}
	}
	if (optind < argc) {
		vpb_log(VPB_LOG_ERROR, "plan: '%s' is not expected here, see plan --help",
			argv[optind]);
		return VPB_EXIT_USAGE;
	}
	return plan->config_file && !config_read(plan) ? VPB_EXIT_FAILED : -1;
}

/* The claim that stands for a device, one that was not dropped if there is any, or NULL. */
static const struct vpb_claim *claim_find(
	const struct vpb_selection *selection, size_t device)
{
	const struct vpb_claim *found = NULL;

	for (size_t i = 0; i < selection->claim_count; i++)
		if (selection->claims[i].device == device &&
			(!found || (found->dropped && !selection->claims[i].dropped)))
			found = &selection->claims[i];
	return found;
}

/* The driver that has it today: the run's own facts are of the next boot. */
static const struct vpb_item *today_find(
	const struct plan *plan, struct vpb_address address, const char **ret_driver)
{
	long now = vpb_snapshot_find(&plan->now.snapshot, address);

	*ret_driver = now < 0 ? "" : plan->now.snapshot.devices[now].driver;
	return now < 0 ? NULL : &plan->now.items[now];
}

static int device_add(const struct plan *plan, const struct vpb_claim *claim,
	struct libscols_table *table)
{
	const struct vpb_snapshot *snapshot = &plan->run.snapshot;
	const struct vpb_device *device = &snapshot->devices[claim->device];
	const struct vpb_origin *origin = &plan->run.request.rules[claim->rule].origin;
	char address[VPB_ADDRESS_BYTES], display[VPB_ADDRESS_BYTES] = "", id[16];
	VPB_CLEANUP(vpb_text_done) struct vpb_text rule = {};
	const char *driver;
	const struct vpb_item *item = today_find(plan, device->address, &driver);

	snprintf(id, sizeof(id), "%04x:%04x", device->vendor, device->device);
	if (claim->is_companion)
		vpb_address_format(snapshot->devices[claim->display].address, display);
	vpb_text_add(&rule, "%s:%u:%u", origin->source, origin->line, origin->column);
	if (vpb_text_error(&rule) < 0)
		return -ENOMEM;
	return vpb_table_add(table,
		(const char *const[]){vpb_address_format(device->address, address), id,
			item ? item->names.device : "", driver,
			plan->run.plan.selected[claim->device] ? VPB_DRIVER_NAME : "host",
			display, rule.data},
		7);
}

static struct libscols_table *devices_table(const struct plan *plan)
{
	static const struct vpb_table_column columns[] = {
		{.name = "ADDRESS"},
		{.name = "ID"},
		{.name = "NAME", .flags = SCOLS_FL_TRUNC, .width = 0.3},
		{.name = "TODAY"},
		{.name = "NEXT"},
		{.name = "COMPANION"},
		{.name = "RULE", .flags = SCOLS_FL_TRUNC, .width = 0.2},
	};
	struct libscols_table *table = vpb_table_new(
		"devices", columns, sizeof(columns) / sizeof(*columns), plan->is_json);

	for (size_t i = 0; table && i < plan->run.snapshot.device_count; i++) {
		const struct vpb_claim *claim = claim_find(&plan->run.selection, i);

		if (claim && device_add(plan, claim, table) < 0) {
			scols_unref_table(table);
			return NULL;
		}
	}
	return table;
}

static struct libscols_table *steps_table(const struct plan *plan)
{
	static const struct vpb_table_column columns[] = {
		{.name = "STEP", .json_type = SCOLS_JSON_NUMBER},
		{.name = "ACTION"},
		{.name = "ADDRESS"},
	};
	struct libscols_table *table = vpb_table_new("steps", columns, 3, true);

	for (size_t i = 0; table && i < plan->run.plan.step_count; i++) {
		const struct vpb_step *step = &plan->run.plan.steps[i];
		char number[24], address[VPB_ADDRESS_BYTES] = "";

		snprintf(number, sizeof(number), "%zu", i + 1);
		if (step->kind != VPB_STEP_LOAD)
			vpb_address_format(
				plan->run.snapshot.devices[step->device].address,
				address);
		if (vpb_table_add(table,
			    (const char *const[]){
				    number, vpb_step_kind_name(step->kind), address},
			    3) < 0) {
			scols_unref_table(table);
			return NULL;
		}
	}
	return table;
}

static int json_print(const struct plan *plan)
{
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *devices = devices_table(plan);
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *steps = steps_table(plan);
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *findings =
		vpb_findings_table(&plan->run.findings, &plan->run.snapshot);

	if (!devices || !steps || !findings)
		return -ENOMEM;
	return vpb_tables_print_json(
		(struct libscols_table *const[]){devices, steps, findings}, 3);
}

/* Why nothing would be done, as a finding. Returns 0 or -ENOMEM. */
static int idle_explain(struct plan *plan)
{
	const struct vpb_request *request = &plan->run.request;
	const char *which = plan->pipeline.sources.cmdline ? "that" : "this boot's";
	const char *word = request->disabled ? "vfio_prebind.enable=0" : request->rescue;
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	if (vpb_request_is_active(request))
		return 0;
	if (word)
		vpb_text_add(&reason,
			"with '%s', as on %s command line, nothing is bound", word,
			which);
	else
		vpb_text_add(&reason,
			"nothing is asked for: no 'bind' in the configuration, and no key "
			"on %s command line",
			which);
	if (vpb_text_error(&reason) < 0 ||
		!vpb_findings_add(&plan->run.findings, VPB_NOTE, word ? "off" : "idle",
			-1, NULL, reason.data, ""))
		return -ENOMEM;
	return 0;
}

static int text_print(const struct plan *plan)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text steps = {};
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *devices = devices_table(plan);
	const struct vpb_report report = {
		.snapshot = &plan->run.snapshot, .plan = &plan->run.plan};

	if (!devices)
		return -ENOMEM;
	if (plan->run.selection.claim_count) {
		int r = scols_print_table(devices);

		if (r < 0)
			return r;
		printf("\n");
	}
	vpb_report_add_plan(&report, &steps);
	fputs(steps.data ? steps.data : "", stdout);
	if (plan->run.findings.count)
		printf("\n");
	vpb_findings_print(&plan->run.findings, &plan->run.snapshot);
	return vpb_text_error(&steps);
}

static int status_of(const struct plan *plan)
{
	int status = VPB_EXIT_DONE;

	for (size_t i = 0; i < plan->run.findings.count; i++) {
		const struct vpb_finding *finding = &plan->run.findings.items[i];

		if (strcmp(finding->guard, "scan") == 0)
			return VPB_EXIT_FAILED;
		if (finding->refused && finding->severity == VPB_REFUSE)
			status = VPB_EXIT_REFUSED;
	}
	return status;
}

int vpb_command_plan(const struct vpb_root *root, int argc, char **argv)
{
	struct plan plan = {};
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int r = options_parse(argc, argv, &plan), status;

	if (r >= 0) {
		vpb_text_done(&plan.config);
		return r;
	}
	r = vpb_pipeline_plan(root, &plan.pipeline, &plan.run);
	/* Where the bus cannot be read the run says so; names are then of no use. */
	if (r == 0 && vpb_inventory_read(root, &plan.now, &message) == -ENOMEM)
		r = -ENOMEM;
	if (r == 0)
		r = idle_explain(&plan);
	if (r == 0)
		r = plan.is_json ? json_print(&plan) : text_print(&plan);
	status = r < 0 ? VPB_EXIT_FAILED : status_of(&plan);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "plan: %s", strerror(-r));
	vpb_inventory_done(&plan.now);
	vpb_run_done(&plan.run);
	vpb_text_done(&plan.config);
	return status;
}
