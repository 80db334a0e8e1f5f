/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fired.h"

#include <string.h>

#include "../../helper/core/guard.h"

/* These look in the real root only, and are silent about everything before. */
static bool is_late_only(const char *guard)
{
	static const char *const names[] = {"disk-in-use", "device-in-use"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(names[i], guard) == 0)
			return true;
	return false;
}

/*
 * The guard of what is plugged in looks there only; and what the others have to say there does
 * not count, as that is what they say at boot.
 */
static bool is_counted(const struct run *run, enum vpb_phase phase, const char *guard)
{
	if (run->snapshot.has_arrival || strcmp(guard, "driver-first") == 0)
		return run->snapshot.has_arrival && strcmp(guard, "driver-first") == 0;
	return phase != VPB_PHASE_EARLY || !is_late_only(guard);
}

static bool speaks(const struct run *run, const char *guard, size_t device)
{
	for (size_t i = 0; i < run->findings.count; i++)
		if (run->findings.items[i].device == (long)device &&
			strcmp(run->findings.items[i].guard, guard) == 0)
			return true;
	return false;
}

void fired_count(
	const struct run *run, enum vpb_phase phase, struct fired fired[GUARDS_MAX])
{
	for (unsigned int i = 0; i < VPB_KIND_GUARDS; i++) {
		const char *name = vpb_guards[i].name;

		if (!is_counted(run, phase, name))
			continue;
		for (size_t j = 0; j < run->snapshot.device_count; j++) {
			if (speaks(run, name, j))
				fired[i].spoke++;
			else if (run->plan.selected[j])
				fired[i].was_silent++;
		}
	}
}

bool fired_print(const struct fired fired[GUARDS_MAX], unsigned long least)
{
	bool enough = true;

	for (unsigned int i = 0; i < VPB_KIND_GUARDS; i++) {
		printf("%s guard %-14s spoke %8lu times, was silent %8lu times\n",
			least ? "##" : "#", vpb_guards[i].name, fired[i].spoke,
			fired[i].was_silent);
		enough &= fired[i].spoke >= least && fired[i].was_silent >= least;
	}
	return enough;
}
