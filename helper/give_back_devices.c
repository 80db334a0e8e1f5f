/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "give_back_devices.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "pipeline.h"
#include "sys/apply.h"
#include "sys/carriers.h"
#include "sys/report_file.h"

static int facts_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	(void)pipeline, (void)request;
	return vpb_carriers_read(root, selection, snapshot);
}

static int findings_add(const struct vpb_give_back *give_back, struct vpb_run *run)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < run->snapshot.device_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		char address[VPB_ADDRESS_BYTES];

		if (!run->plan.selected[i])
			continue;
		vpb_address_format(run->snapshot.devices[i].address, address);
		vpb_log(VPB_LOG_WARNING,
			"root did not appear after %u s: %s goes back to the host",
			give_back->waited_s, address);
		vpb_text_add(&reason,
			"was to go back to the host in the initramfs: the root file system had "
			"not appeared after %u s",
			give_back->waited_s);
		vpb_text_add(&fix,
			"rebuild the initramfs%s%s, which then knows what this system stands on; "
			"if its disks were only slow: vfio-prebind bind %s",
			run->snapshot.rebuild ? " with " : "",
			run->snapshot.rebuild ? run->snapshot.rebuild : "", address);
		if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
			return -ENOMEM;
		r = vpb_findings_say(&run->findings, VPB_KIND_GIVEN_BACK, (long)i, NULL,
			reason.data, fix.data);
	}
	return r;
}

static int report_keep(const struct vpb_give_back *give_back, struct vpb_report *report)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text section = {};
	int r;

	report->ended_us = vpb_clock_since_boot_us();
	vpb_report_add_section(report, &section);
	r = vpb_text_error(&section);
	return r < 0 ? r
		     : vpb_report_file_add(
			       &give_back->root, VPB_REPORT_FILE, section.data);
}

static void outcomes_log(const struct vpb_report *report)
{
	for (size_t i = 0; i < report->snapshot->device_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

		if (vpb_report_describe_device(report, i, &line) && line.data)
			vpb_log(report->outcomes[i].state == VPB_STATE_RELEASED
					? VPB_LOG_INFO
					: VPB_LOG_ERROR,
				"%s", line.data);
	}
}

/* `selectors` name the devices. */
static int devices_release(const struct vpb_give_back *give_back,
	const char *const *selectors, struct vpb_run *run)
{
	const struct vpb_pipeline pipeline = {.phase = VPB_PHASE_RUNNING,
		.read_facts = facts_read,
		.sources = {.selectors = selectors, .is_release = true}};
	char boot_id[64];
	struct vpb_report report = {.section = VPB_SECTION_GIVE_BACK,
		.boot_id = boot_id,
		.version = VPB_VERSION,
		.began_us = vpb_clock_since_boot_us(),
		.request = &run->request,
		.snapshot = &run->snapshot,
		.selection = &run->selection,
		.findings = &run->findings,
		.plan = &run->plan};
	int r = vpb_pipeline_plan(&give_back->root, &pipeline, run);

	vpb_boot_id_read(&give_back->root, boot_id, sizeof(boot_id));
	if (r == 0)
		r = findings_add(give_back, run);
	if (r < 0)
		return r;
	report.outcomes = run->outcomes;
	r = vpb_apply(&give_back->root, &run->snapshot, &run->plan, run->outcomes);
	report.state = r == 0		 ? VPB_RUN_DONE
		       : r == -ETIMEDOUT ? VPB_RUN_STUCK
					 : VPB_RUN_BROKEN;
	outcomes_log(&report);
	return report_keep(give_back, &report);
}

int vpb_give_back_devices(const struct vpb_give_back *give_back)
{
	const struct vpb_boot_report *report = &give_back->report;
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	VPB_CLEANUP(vpb_freep)
	char(*addresses)[VPB_ADDRESS_BYTES] =
		calloc(report->device_count + 1, sizeof(*addresses));
	VPB_CLEANUP(vpb_freep)
	const char **selectors = calloc(report->device_count + 1, sizeof(*selectors));
	size_t count = 0;

	if (!addresses || !selectors)
		return -ENOMEM;
	for (size_t i = 0; i < report->device_count; i++)
		if (vpb_boot_report_may_give_back(report, i)) {
			selectors[count] = vpb_address_format(
				report->devices[i].address, addresses[count]);
			count++;
		}
	return devices_release(give_back, selectors, &run);
}
