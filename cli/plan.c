/* SPDX-License-Identifier: GPL-2.0-or-later */

/* plan: what the next boot would do, step by step, and every finding. Changes nothing. */

#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../host/machine/usage.h"
#include "../host/terminal/language.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "about.h"
#include "forecast.h"
#include "given.h"
#include "idle.h"
#include "iommu.h"
#include "late_forecast.h"
#include "plan_print.h"
#include "reboot.h"
#include "next_boot.h"
#include "vf_hint.h"

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind plan [OPTION...]\n"
		"\n"
		"Says what the next boot would do: the devices, the steps, every finding.\n"
		"Drivers that are loaded today do not count, but those that are built into\n"
		"the running kernel do.\n"
		"\n"
		"  --cmdline TEXT  with this kernel command line instead of this boot's\n"
		"  --config FILE   with this file instead of the configuration in /etc and\n"
		"                  /usr/lib\n"
		"  --json          for programs\n" VPB_OPTIONS_HELP "\n"
		"Ends with 3 where a guard refused a device.\n"));
}

/* FILE is the caller's, wherever the machine's tree is. */
static bool config_read(struct vpb_plan_found *plan)
{
	const struct vpb_root here = vpb_root_here();
	int r = vpb_root_read_input(&here, plan->config_file, &plan->config);

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
static int options_parse(int argc, char **argv, struct vpb_plan_found *plan)
{
	static const struct option known[] = {
		{"cmdline", required_argument, NULL, 'c'},
		{"config", required_argument, NULL, 'f'},
		{"json", no_argument, NULL, 'J'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	plan->pipeline.view = VPB_VIEW_NEXT_BOOT;
	plan->pipeline.sources.is_other_boot = true;
	while ((option = vpb_options_next(argc, argv, VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		if (option == 'c') {
			plan->pipeline.sources.cmdline = optarg;
		} else if (option == 'f') {
			plan->config_file = optarg;
		} else if (option == 'J') {
			plan->is_json = true;
		} else if ((r = vpb_options_common(option, help_print)) >= 0) {
			return r;
		}
	}
	option = vpb_options_end(argc, argv, "plan");
	if (option >= 0)
		return option;
	return plan->config_file && !config_read(plan) ? VPB_EXIT_FAILED : -1;
}

static int status_of(const struct vpb_plan_found *plan)
{
	int status = VPB_EXIT_DONE;

	for (size_t i = 0; i < plan->run.findings.count; i++) {
		const struct vpb_finding *finding = &plan->run.findings.items[i];

		if (finding->kind == VPB_KIND_SCAN)
			return VPB_EXIT_FAILED;
		if (finding->severity == VPB_REFUSE)
			status = VPB_EXIT_REFUSED;
	}
	return status;
}

int vpb_command_plan(const struct vpb_root *root, int argc, char **argv)
{
	struct vpb_plan_found plan = {};
	VPB_CLEANUP(vpb_forecast_done) struct vpb_forecast forecast = {};
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int r = options_parse(argc, argv, &plan), status;

	if (r >= 0) {
		vpb_text_done(&plan.config);
		return r;
	}
	plan.pipeline.read_facts = vpb_forecast_read_facts;
	plan.pipeline.context = &forecast;
	r = vpb_facts_read(root, &plan.facts) == -ENOMEM ? -ENOMEM : 0;
	/* Only where the boot loader has the words already: they are not this boot's. */
	if (r == 0 && !plan.pipeline.sources.cmdline &&
		vpb_reboot_turns_iommu_on(root, &plan.facts))
		forecast.facts = &plan.facts;
	if (r == 0)
		r = vpb_pipeline_plan(root, &plan.pipeline, &plan.run);
	if (r == 0 && vpb_late_is_on(root))
		r = vpb_late_forecast(root, &plan.pipeline, &plan.run, &plan.late);
	/* Where the bus cannot be read the run says so; names are then of no use. */
	if (r == 0 && vpb_inventory_read(root, &plan.now, &message) == -ENOMEM)
		r = -ENOMEM;
	if (r == 0)
		r = vpb_vf_hints_give(&plan.now, &plan.run);
	if (r == 0)
		r = vpb_inventory_read_usage(root, &plan.now);
	if (r == 0)
		r = vpb_given_look(root, &plan.now.snapshot, &plan.late, &plan.run);
	if (r == 0)
		r = vpb_iommu_explain(root, &plan.facts, &plan.run);
	if (r == 0)
		r = vpb_next_boot_explain(
			root, &plan.now.snapshot, &plan.late, &plan.run);
	if (r == 0 && vpb_request_is_active(&plan.run.request))
		r = vpb_about_devices(&(const struct vpb_about){.root = root,
					      .facts = &plan.facts,
					      .run = &plan.run,
					      .late = &plan.late,
					      .inventory = &plan.now},
			&plan.run.findings);
	if (r == 0)
		r = vpb_idle_explain(&plan.run,
			plan.pipeline.sources.cmdline ? "that" : "this boot's");
	if (r == 0 && plan.now.no_framebuffers)
		vpb_log(VPB_LOG_INFO,
			"not seen: whether the firmware framebuffer is on a card; only root "
			"may read /proc/iomem");
	if (r == 0)
		r = plan.is_json ? vpb_plan_print_json(&plan) : vpb_plan_print(&plan);
	status = r < 0 ? VPB_EXIT_FAILED : status_of(&plan);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "plan: %s", strerror(-r));
	vpb_facts_done(&plan.facts);
	vpb_inventory_done(&plan.now);
	vpb_run_done(&plan.late);
	vpb_run_done(&plan.run);
	vpb_text_done(&plan.config);
	return status;
}
