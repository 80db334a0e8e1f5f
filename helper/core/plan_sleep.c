/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The part of the plan that lets a function and the bridges above it sleep, or keeps them awake. */

#include "plan_sleep.h"

#include <string.h>

/* The bridge above, as an index; -1 on a root bus, or where it was not read. */
static long above(const struct vpb_snapshot *snapshot, size_t device)
{
	return snapshot->devices[device].has_parent
		       ? vpb_snapshot_find(snapshot, snapshot->devices[device].parent)
		       : -1;
}

/* Of several lines that bring a device, in whatever run, the first one that says something. */
static enum vpb_sleep asked_of(const struct vpb_request *request,
	const struct vpb_selection *selection, size_t device)
{
	for (size_t i = 0; i < selection->claim_count; i++) {
		const struct vpb_claim *claim = &selection->claims[i];

		if (claim->device == device && (!claim->dropped || claim->stands_there) &&
			request->rules[claim->rule].sleep)
			return request->rules[claim->rule].sleep;
	}
	return VPB_SLEEP_UNTOUCHED;
}

static bool has_step(const struct vpb_plan *plan, size_t device)
{
	for (size_t i = 0; i < plan->step_count; i++)
		if (plan->steps[i].kind == VPB_STEP_SLEEP &&
			plan->steps[i].device == device)
			return true;
	return false;
}

static bool is_below(const struct vpb_snapshot *snapshot, size_t device, size_t bridge)
{
	long at = (long)device;

	/* A chain that goes round would have no end. */
	for (size_t left = snapshot->device_count; left > 0 && at >= 0; left--) {
		at = above(snapshot, (size_t)at);
		if (at == (long)bridge)
			return true;
	}
	return false;
}

/* Whether a device that stays on vfio-pci is below that bridge. */
static bool is_needed(
	const struct vpb_plan *plan, const struct vpb_snapshot *snapshot, size_t bridge)
{
	for (size_t i = 0; i < snapshot->device_count; i++)
		if (!plan->selected[i] &&
			strcmp(snapshot->devices[i].driver, VPB_DRIVER_NAME) == 0 &&
			is_below(snapshot, i, bridge))
			return true;
	return false;
}

/* Of functions below one bridge that disagree the first counts, at every run. */
static bool is_spoken_for(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_selection *selection,
	size_t function, size_t bridge)
{
	for (size_t i = 0; i < function; i++)
		if (asked_of(request, selection, i) && is_below(snapshot, i, bridge))
			return true;
	return false;
}

static int bridges_plan(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_selection *selection,
	size_t function, enum vpb_sleep asked, struct vpb_plan *plan)
{
	long bridge = above(snapshot, function);
	int r = 0;

	for (size_t left = snapshot->device_count; r == 0 && left > 0 && bridge >= 0;
		left--, bridge = above(snapshot, (size_t)bridge)) {
		const struct vpb_device *device = &snapshot->devices[bridge];
		enum vpb_sleep wanted = plan->is_release ? device->sleep_before : asked;

		if (!wanted || wanted == device->sleep ||
			has_step(plan, (size_t)bridge) ||
			(plan->is_release ? is_needed(plan, snapshot, (size_t)bridge)
					  : is_spoken_for(request, snapshot, selection,
						    function, (size_t)bridge)))
			continue;
		r = vpb_plan_add_step(plan, (struct vpb_step){VPB_STEP_SLEEP,
						    (size_t)bridge, wanted, function});
	}
	return r;
}

int vpb_plan_add_sleep(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_selection *selection,
	size_t function, struct vpb_plan *plan)
{
	const struct vpb_device *device = &snapshot->devices[function];
	enum vpb_sleep wanted = plan->is_release ? device->sleep_before
						 : asked_of(request, selection, function);
	int r = 0;

	if (!plan->is_release && !wanted)
		return 0;
	/* What it is now says nothing where vfio-pci comes or goes. */
	if (wanted && (!vpb_plan_is_met(plan, device) || wanted != device->sleep))
		r = vpb_plan_add_step(plan,
			(struct vpb_step){VPB_STEP_SLEEP, function, wanted, function});
	return r < 0 ? r
		     : bridges_plan(request, snapshot, selection, function, wanted, plan);
}
