/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "variant.h"

void vpb_plan_done(struct vpb_plan *plan)
{
	free(plan->steps);
	free(plan->selected);
	*plan = (struct vpb_plan){};
}

static int step_append(struct vpb_plan *plan, struct vpb_step step)
{
	struct vpb_step *steps =
		vpb_array_grow(plan->steps, plan->step_count, sizeof(*plan->steps));

	if (!steps)
		return -ENOMEM;
	plan->steps = steps;
	steps[plan->step_count++] = step;
	return 0;
}

static int step_add(struct vpb_plan *plan, enum vpb_step_kind kind, size_t device)
{
	return step_append(plan, (struct vpb_step){.kind = kind, .device = device});
}

static bool is_overridden(const struct vpb_device *device)
{
	return strcmp(device->driver_override, VPB_DRIVER_NAME) == 0 ||
	       (device->has_variant &&
		       strcmp(device->driver_override, device->driver) == 0);
}

bool vpb_plan_is_met(const struct vpb_plan *plan, const struct vpb_device *device)
{
	return plan->is_release ? !vpb_device_is_on_vfio(device) && !is_overridden(device)
				: vpb_device_is_on_vfio(device);
}

/* For a device that is not yet as the plan would have it. */
static bool needs_step(const struct vpb_plan *plan, const struct vpb_device *device,
	enum vpb_step_kind kind)
{
	switch (kind) {
	case VPB_STEP_LOAD:
	case VPB_STEP_VARIANT:
	case VPB_STEP_SLEEP:
		return false;
	case VPB_STEP_OVERRIDE:
		return !is_overridden(device);
	case VPB_STEP_UNBIND:
		return plan->is_release ? vpb_device_is_on_vfio(device)
					: device->driver[0];
	case VPB_STEP_CLEAR:
		return device->driver_override[0];
	case VPB_STEP_BIND:
	case VPB_STEP_PROBE:
		return true;
	}
	return false;
}

/* Several lines may bring a device, in any run: the first one that says something counts. */
static enum vpb_sleep asked_of(const struct vpb_scene *scene, size_t device)
{
	const struct vpb_rule *rules = scene->request->rules;
	const struct vpb_claim *claim = NULL;

	while ((claim = vpb_selection_next(scene->selection, device, claim)))
		if ((!claim->dropped || claim->stands_there) && rules[claim->rule].sleep)
			return rules[claim->rule].sleep;
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
		at = vpb_snapshot_parent(snapshot, &snapshot->devices[at]);
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
		if (!plan->selected[i] && vpb_device_is_on_vfio(&snapshot->devices[i]) &&
			is_below(snapshot, i, bridge))
			return true;
	return false;
}

/* Where functions below one bridge disagree the first counts, at every run. */
static bool is_spoken_for(const struct vpb_scene *scene, size_t function, size_t bridge)
{
	for (size_t i = 0; i < function; i++)
		if (asked_of(scene, i) && is_below(scene->snapshot, i, bridge))
			return true;
	return false;
}

static int bridges_plan(const struct vpb_scene *scene, size_t function,
	enum vpb_sleep asked, struct vpb_plan *plan)
{
	const struct vpb_snapshot *snapshot = scene->snapshot;
	long bridge = vpb_snapshot_parent(snapshot, &snapshot->devices[function]);
	int r = 0;

	for (size_t left = snapshot->device_count; r == 0 && left > 0 && bridge >= 0;
		left--,
		    bridge = vpb_snapshot_parent(snapshot, &snapshot->devices[bridge])) {
		const struct vpb_device *device = &snapshot->devices[bridge];
		enum vpb_sleep wanted = plan->is_release ? device->sleep_before : asked;

		if (!wanted || wanted == device->sleep ||
			has_step(plan, (size_t)bridge) ||
			(plan->is_release
					? is_needed(plan, snapshot, (size_t)bridge)
					: is_spoken_for(scene, function, (size_t)bridge)))
			continue;
		r = step_append(plan, (struct vpb_step){.kind = VPB_STEP_SLEEP,
					      .device = (size_t)bridge,
					      .sleep = wanted,
					      .function = function});
	}
	return r;
}

/*
 * Adds the steps for one selected function, and for those bridges above it that have none yet. Back
 * to the host, a bridge is as it was before only when nothing that stays on vfio-pci is below it.
 */
static int sleep_add(
	const struct vpb_scene *scene, size_t function, struct vpb_plan *plan)
{
	const struct vpb_device *device = &scene->snapshot->devices[function];
	enum vpb_sleep wanted =
		plan->is_release ? device->sleep_before : asked_of(scene, function);
	int r = 0;

	if (!plan->is_release && !wanted)
		return 0;
	/* What it is now says nothing where vfio-pci comes or goes. */
	if (wanted && (!vpb_plan_is_met(plan, device) || wanted != device->sleep))
		r = step_append(plan, (struct vpb_step){.kind = VPB_STEP_SLEEP,
					      .device = function,
					      .sleep = wanted,
					      .function = function});
	return r < 0 ? r : bridges_plan(scene, function, wanted, plan);
}

/* In front of the overrides: only the module that is loaded says the name of its driver. */
static int variant_add(const struct vpb_scene *scene, size_t index, struct vpb_plan *plan)
{
	struct vpb_step step = {.kind = VPB_STEP_VARIANT, .device = index};

	if (plan->is_release || !plan->selected[index] ||
		vpb_plan_is_met(plan, &scene->snapshot->devices[index]) ||
		!vpb_variant_choose(vpb_variant_asked(scene, index),
			scene->snapshot->devices[index].variants, step.module))
		return 0;
	return step_append(plan, step);
}

/* The steps of the slot whose first selected function is `first`; *ret_end is where the slot ends. */
static int slot_plan(const struct vpb_scene *scene, size_t first, struct vpb_plan *plan,
	size_t *ret_end)
{
	const struct vpb_snapshot *snapshot = scene->snapshot;
	static const enum vpb_step_kind there[] = {
		VPB_STEP_OVERRIDE, VPB_STEP_UNBIND, VPB_STEP_BIND};
	static const enum vpb_step_kind back[] = {
		VPB_STEP_CLEAR, VPB_STEP_UNBIND, VPB_STEP_PROBE};
	const enum vpb_step_kind *kinds = plan->is_release ? back : there;
	size_t end;
	int r = 0;

	vpb_snapshot_slot(snapshot, first, &end);
	for (size_t i = first; r == 0 && i < end; i++)
		r = variant_add(scene, i, plan);
	for (size_t turn = 0; turn < sizeof(there) / sizeof(*there); turn++) {
		for (size_t i = first; r == 0 && i < end; i++) {
			const struct vpb_device *device = &snapshot->devices[i];

			if (plan->selected[i] && !vpb_plan_is_met(plan, device) &&
				needs_step(plan, device, kinds[turn]))
				r = step_add(plan, kinds[turn], i);
		}
	}
	for (size_t i = first; r == 0 && i < end; i++)
		if (plan->selected[i])
			r = sleep_add(scene, i, plan);
	*ret_end = end;
	return r;
}

/* Goes on to the next device that is selected, from *device on. */
static bool selected_find(
	const struct vpb_plan *plan, const struct vpb_snapshot *snapshot, size_t *device)
{
	const bool *found = memchr(plan->selected + *device, 1,
		(snapshot->device_count - *device) * sizeof(*plan->selected));

	if (found)
		*device = (size_t)(found - plan->selected);
	return found;
}

static bool has_vfio_ids(const struct vpb_request *request)
{
	for (size_t i = 0; i < request->rule_count; i++)
		if (request->rules[i].from_vfio_ids)
			return true;
	return false;
}

int vpb_plan_make(const struct vpb_scene *scene, struct vpb_plan *ret_plan)
{
	const struct vpb_request *request = scene->request;
	const struct vpb_snapshot *snapshot = scene->snapshot;
	const struct vpb_selection *selection = scene->selection;
	VPB_CLEANUP(vpb_plan_done)
	struct vpb_plan plan = {.is_release = request->is_release};
	int r = 0;

	plan.selected = calloc(snapshot->device_count + 1, sizeof(*plan.selected));
	if (!plan.selected)
		return -ENOMEM;
	for (size_t i = 0; i < selection->claim_count; i++)
		if (!selection->claims[i].dropped)
			plan.selected[selection->claims[i].device] = true;

	if (!plan.is_release)
		r = step_add(&plan, VPB_STEP_LOAD, 0);
	for (size_t i = 0; r == 0 && selected_find(&plan, snapshot, &i);)
		r = slot_plan(scene, i, &plan, &i);
	if (r < 0)
		return r;
	if (!plan.is_release && plan.step_count == 1 && !has_vfio_ids(request))
		plan.step_count = 0; /* the module is not needed */
	*ret_plan = plan;
	plan = (struct vpb_plan){};
	return 0;
}

const char *vpb_step_kind_name(enum vpb_step_kind kind)
{
	static const char *const names[] = {"load", "variant", "override", "unbind",
		"bind", "clear", "probe", "sleep"};

	return names[kind];
}
