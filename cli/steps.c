/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "steps.h"

#include <errno.h>
#include <stdio.h>

#include "../helper/base/output.h"
#include "../helper/core/report.h"
#include "../host/terminal/language.h"

void vpb_steps_add_json(
	const struct vpb_run *run, const char *section, struct vpb_json *json)
{
	for (size_t i = 0; i < run->plan.step_count; i++) {
		const struct vpb_step *step = &run->plan.steps[i];
		char address[VPB_ADDRESS_BYTES] = "";

		if (step->kind != VPB_STEP_LOAD)
			vpb_address_format(
				run->snapshot.devices[step->device].address, address);
		vpb_json_begin_object(json, NULL);
		vpb_json_add_number(json, "step", i + 1);
		vpb_json_add_string(json, "action", vpb_step_kind_name(step->kind));
		vpb_json_add_string(json, "address", address);
		vpb_json_add_string(json, "in", section);
		vpb_json_end_object(json);
	}
}

int vpb_steps_print(const struct vpb_run *run)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text steps = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text shown = {};
	const struct vpb_report report = {.snapshot = &run->snapshot, .plan = &run->plan};

	vpb_report_add_plan(&report, &steps);
	if (vpb_text_error(&steps) < 0)
		return -ENOMEM;
	vpb_language_add_lines(steps.data ? steps.data : "", &shown);
	return vpb_output_text(&shown);
}
