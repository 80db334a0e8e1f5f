/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "steps.h"

#include <stdio.h>

#include "../helper/core/report.h"

struct libscols_table *vpb_steps_table_new(void)
{
	static const struct vpb_table_column columns[] = {
		{.name = "STEP", .json_type = SCOLS_JSON_NUMBER},
		{.name = "ACTION"},
		{.name = "ADDRESS"},
		{.name = "IN"},
	};

	return vpb_table_new("steps", columns, 4, true);
}

int vpb_steps_add(
	const struct vpb_run *run, const char *section, struct libscols_table *table)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < run->plan.step_count; i++) {
		const struct vpb_step *step = &run->plan.steps[i];
		char number[24], address[VPB_ADDRESS_BYTES] = "";

		snprintf(number, sizeof(number), "%zu", i + 1);
		if (step->kind != VPB_STEP_LOAD)
			vpb_address_format(
				run->snapshot.devices[step->device].address, address);
		r = vpb_table_add(table,
			(const char *const[]){
				number, vpb_step_kind_name(step->kind), address, section},
			4);
	}
	return r;
}

int vpb_steps_print(const struct vpb_run *run)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text steps = {};
	const struct vpb_report report = {.snapshot = &run->snapshot, .plan = &run->plan};

	vpb_report_add_plan(&report, &steps);
	fputs(steps.data ? steps.data : "", stdout);
	return vpb_text_error(&steps);
}
