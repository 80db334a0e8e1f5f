/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

void vpb_plan_done(struct vpb_plan *plan)
{
	free(plan->steps);
	free(plan->selected);
	*plan = (struct vpb_plan){};
}

static int step_add(struct vpb_plan *plan, enum vpb_step_kind kind, size_t device)
{
	struct vpb_step *steps =
		vpb_array_grow(plan->steps, plan->step_count, sizeof(*plan->steps));

	if (!steps)
		return -ENOMEM;
	plan->steps = steps;
	steps[plan->step_count++] = (struct vpb_step){kind, device};
	return 0;
}

static bool needs_step(const struct vpb_device *device, enum vpb_step_kind kind)
{
	switch (kind) {
	case VPB_STEP_LOAD:
		return false;
	case VPB_STEP_OVERRIDE:
		return strcmp(device->driver_override, VPB_DRIVER_NAME) != 0;
	case VPB_STEP_UNBIND:
		return device->driver[0];
	case VPB_STEP_BIND:
		return true;
	}
	return false;
}

/* The steps of the slot that begins at device `first`; *ret_next is where the next begins. */
static int slot_plan(const struct vpb_snapshot *snapshot, size_t first,
	struct vpb_plan *plan, size_t *ret_next)
{
	struct vpb_address slot = snapshot->devices[first].address;
	size_t end = first;
	int r = 0;

	while (end < snapshot->device_count &&
		vpb_address_same_slot(snapshot->devices[end].address, slot))
		end++;
	for (enum vpb_step_kind kind = VPB_STEP_OVERRIDE; kind <= VPB_STEP_BIND; kind++) {
		for (size_t i = first; r == 0 && i < end; i++) {
			const struct vpb_device *device = &snapshot->devices[i];

			if (plan->selected[i] &&
				strcmp(device->driver, VPB_DRIVER_NAME) != 0 &&
				needs_step(device, kind))
				r = step_add(plan, kind, i);
		}
	}
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
	VPB_CLEANUP(vpb_plan_done) struct vpb_plan plan = {};
	int r;

	plan.selected = calloc(snapshot->device_count + 1, sizeof(*plan.selected));
	if (!plan.selected)
		return -ENOMEM;
	for (size_t i = 0; i < selection->claim_count; i++)
		if (!selection->claims[i].dropped)
			plan.selected[selection->claims[i].device] = true;

	r = step_add(&plan, VPB_STEP_LOAD, 0);
	for (size_t i = 0; r == 0 && i < snapshot->device_count;)
		r = slot_plan(snapshot, i, &plan, &i);
	if (r < 0)
		return r;
	if (plan.step_count == 1 && !has_vfio_ids(request))
		plan.step_count = 0; /* nobody needs the module */
	*ret_plan = plan;
	plan = (struct vpb_plan){};
	return 0;
}

const char *vpb_step_kind_name(enum vpb_step_kind kind)
{
	static const char *const names[] = {"load", "override", "unbind", "bind"};

	return names[kind];
}
