/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

size_t run_step_function(const struct vpb_step *step)
{
	return step->kind == VPB_STEP_SLEEP ? step->function : step->device;
}

void run_done(struct run *run)
{
	vpb_plan_done(&run->plan);
	vpb_findings_done(&run->findings);
	vpb_selection_done(&run->selection);
	vpb_snapshot_done(&run->snapshot);
	vpb_request_done(&run->request);
}

void run_print(const struct run *run, const struct machine *machine, FILE *file)
{
	static const char *const severities[] = {"note", "warn", "refuse"};
	char place[PLACE_BYTES];

	fprintf(file, "# steps:\n");
	for (size_t i = 0; i < run->plan.step_count; i++) {
		const struct vpb_step *step = &run->plan.steps[i];

		fprintf(file, "#   %s %s\n", vpb_step_kind_name(step->kind),
			step->kind == VPB_STEP_LOAD
				? ""
				: place_show(
					  machine->functions[step->device].place, place));
	}
	fprintf(file, "# findings:\n");
	for (size_t i = 0; i < run->findings.count; i++) {
		const struct vpb_finding *finding = &run->findings.items[i];

		fprintf(file, "#   %s %s %s%s: %s\n", severities[finding->severity],
			finding->guard,
			finding->device < 0
				? "-"
				: place_show(machine->functions[finding->device].place,
					  place),
			finding->refused ? " refused" : "", finding->reason);
	}
}
