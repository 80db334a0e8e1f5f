/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "plan_sleep.h"

void vpb_plan_done(struct vpb_plan *plan)
{
	free(plan->steps);
	free(plan->selected);
	*plan = (struct vpb_plan){};
}

int vpb_plan_add_step(struct vpb_plan *plan, struct vpb_step step)
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
	return vpb_plan_add_step(plan, (struct vpb_step){.kind = kind, .device = device});
}

static bool is_ours(const struct vpb_device *device)
{
	return strcmp(device->driver, VPB_DRIVER_NAME) == 0;
}

static bool is_overridden(const struct vpb_device *device)
{
	return strcmp(device->driver_override, VPB_DRIVER_NAME) == 0;
}

bool vpb_plan_is_met(const struct vpb_plan *plan, const struct vpb_device *device)
{
	return plan->is_release ? !is_ours(device) && !is_overridden(device)
				: is_ours(device);
}

/* Of a device for which the plan is not met. */
static bool needs_step(const struct vpb_plan *plan, const struct vpb_device *device,
	enum vpb_step_kind kind)
{
	switch (kind) {
	case VPB_STEP_LOAD:
	case VPB_STEP_SLEEP:
		return false;
	case VPB_STEP_OVERRIDE:
		return !is_overridden(device);
	case VPB_STEP_UNBIND:
		return plan->is_release ? is_ours(device) : device->driver[0];
	case VPB_STEP_CLEAR:
		return device->driver_override[0];
	case VPB_STEP_BIND:
	case VPB_STEP_PROBE:
		return true;
	}
	return false;
}

/* The steps of the slot that begins at device `first`; *ret_next is where the next begins. */
static int slot_plan(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot, const struct vpb_selection *selection,
	size_t first, struct vpb_plan *plan, size_t *ret_next)
{
	static const enum vpb_step_kind there[] = {
		VPB_STEP_OVERRIDE, VPB_STEP_UNBIND, VPB_STEP_BIND};
	static const enum vpb_step_kind back[] = {
		VPB_STEP_CLEAR, VPB_STEP_UNBIND, VPB_STEP_PROBE};
	const enum vpb_step_kind *kinds = plan->is_release ? back : there;
	struct vpb_address slot = snapshot->devices[first].address;
	size_t end = first;
	int r = 0;

	while (end < snapshot->device_count &&
		vpb_address_same_slot(snapshot->devices[end].address, slot))
		end++;
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
			r = vpb_plan_add_sleep(request, snapshot, selection, i, plan);
	*ret_next = end;
	return r;
}

static bool has_vfio_ids(const struct vpb_request *request)
{
	for (size_t i = 0; i < request->rule_count; i++)
		if (request->rules[i].from_vfio_ids)
			return true;
	return false;
}

int vpb_plan_make(const struct vpb_request *request, const struct vpb_snapshot *snapshot,
	const struct vpb_selection *selection, struct vpb_plan *ret_plan)
{
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
	for (size_t i = 0; r == 0 && i < snapshot->device_count;)
		r = slot_plan(request, snapshot, selection, i, &plan, &i);
	if (r < 0)
		return r;
	if (!plan.is_release && plan.step_count == 1 && !has_vfio_ids(request))
		plan.step_count = 0; /* nobody needs the module */
	*ret_plan = plan;
	plan = (struct vpb_plan){};
	return 0;
}

const char *vpb_step_kind_name(enum vpb_step_kind kind)
{
	static const char *const names[] = {
		"load", "override", "unbind", "bind", "clear", "probe", "sleep"};

	return names[kind];
}
