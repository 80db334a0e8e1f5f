/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "apply.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../base/clock.h"
#include "attribute.h"
#include "modules.h"

#define DRIVERS_PROBE "sys/bus/pci/drivers_probe"

/* Everything the steps need to know. */
struct work {
	const struct vpb_root *root;
	const struct vpb_snapshot *snapshot;
	const struct vpb_plan *plan;
	struct vpb_outcome *outcomes;
	vpb_apply_tell *tell;
	void *tell_context;
	uint64_t patient_until_us; /* see bind_write() and unbind_write() */
};

/*
 * How long something that was plugged in may take until the kernel lets drivers have it, or a driver
 * until its probe has ended: less than the deadline, so that what fails can be undone.
 */
#define PATIENCE_US 6000000
#define TRY_AGAIN_US 5000

void vpb_apply_expect(const struct vpb_snapshot *snapshot, const struct vpb_plan *plan,
	struct vpb_outcome *outcomes)
{
	for (size_t i = 0; i < snapshot->device_count; i++) {
		const struct vpb_device *device = &snapshot->devices[i];

		outcomes[i] = (struct vpb_outcome){.state = VPB_STATE_LEFT};
		memcpy(outcomes[i].driver, device->driver, sizeof(device->driver));
		if (plan->selected[i])
			outcomes[i].state = !vpb_plan_is_met(plan, device)
						    ? VPB_STATE_PLANNED
					    : plan->is_release ? VPB_STATE_RELEASED
							       : VPB_STATE_ALREADY;
	}
}

static const char *target_of(const struct vpb_outcome *outcome)
{
	return *outcome->variant ? outcome->variant : VPB_DRIVER_NAME;
}

static void outcome_tell(struct work *work, size_t device)
{
	work->tell(device, &work->outcomes[device], work->tell_context);
}

/*
 * Reads the driver link again; "" where there is none. What is known of the device hangs on this
 * one look: one that failed is taken once more.
 */
static void link_look(struct work *work, size_t device)
{
	struct vpb_outcome *outcome = &work->outcomes[device];
	int r = -EIO;

	for (int look = 0; look < 2 && r < 0 && r != -ENOENT; look++)
		r = vpb_attribute_read_link(work->root,
			work->snapshot->devices[device].address, "driver",
			outcome->driver, sizeof(outcome->driver));
	if (r < 0)
		outcome->driver[0] = '\0';
}

static int attribute_write(
	struct work *work, size_t device, const char *name, const char *text)
{
	return vpb_attribute_write(
		work->root, work->snapshot->devices[device].address, name, text);
}

static int address_write(struct work *work, size_t device, const char *path)
{
	char address[VPB_ADDRESS_BYTES];

	return vpb_root_write(work->root, path,
		vpb_address_format(work->snapshot->devices[device].address, address));
}

/*
 * What the override is to be again. One that says vfio-pci before a bind is of a run that was killed
 * and would keep the host's drivers away.
 */
static const char *override_before(const struct work *work, size_t device)
{
	const char *before = work->snapshot->devices[device].driver_override;
	bool is_left_over =
		!work->plan->is_release && strcmp(before, VPB_DRIVER_NAME) == 0;

	/* A newline clears it. */
	return *before && !is_left_over ? before : "\n";
}

/*
 * Rolls the device back: since an override that is cleared brings no driver back
 * (drivers/pci/pci-sysfs.c only stores it), drivers_probe asks for one. It reports success
 * even where the probe failed, so the link is looked at.
 */
static void device_undo(struct work *work, size_t device)
{
	struct vpb_outcome *outcome = &work->outcomes[device];

	if (attribute_write(
		    work, device, "driver_override", override_before(work, device)) < 0 ||
		address_write(work, device, DRIVERS_PROBE) < 0)
		outcome->undo_failed = true;
	link_look(work, device);
}

/*
 * udev hears of a new device before the kernel has given memory to all that came with it, and
 * until then no driver matches (match_driver in drivers/pci/bus.c, pci_bus_add_device()): ENODEV.
 * The kernel itself then binds what the override names; the link tells.
 */
static int bind_write(struct work *work, size_t device)
{
	const char *driver = work->outcomes[device].driver;
	char path[PATH_MAX];
	int r;

	snprintf(path, sizeof(path), VPB_DRIVERS_FOLDER "/%s/bind",
		target_of(&work->outcomes[device]));
	for (;;) {
		r = address_write(work, device, path);
		link_look(work, device);
		if (r != -ENODEV || *driver || !work->snapshot->has_arrival ||
			vpb_clock_since_boot_us() >= work->patient_until_us)
			return r;
		usleep(TRY_AGAIN_US);
	}
}

/*
 * While a driver is being registered and probes, it has the device and no file `unbind` yet
 * (bus_add_driver() in drivers/base/bus.c): ENOENT. Where the probe fails the device is free.
 */
static int unbind_write(struct work *work, size_t device, const char *address)
{
	const char *driver = work->outcomes[device].driver;
	int r;

	for (;;) {
		r = attribute_write(work, device, "driver/unbind", address);
		link_look(work, device);
		if (r != -ENOENT)
			return r == 0 && *driver ? -EBUSY : r;
		if (!*driver)
			return 0;
		if (vpb_clock_since_boot_us() >= work->patient_until_us)
			return r;
		usleep(TRY_AGAIN_US);
	}
}

static int override_write(struct work *work, size_t device)
{
	return attribute_write(
		work, device, "driver_override", target_of(&work->outcomes[device]));
}

/* What cannot be had is no reason to leave the device to the host: vfio-pci takes any. */
static void variant_load(struct work *work, const struct vpb_step *step)
{
	struct vpb_outcome *outcome = &work->outcomes[step->device];

	outcome->variant_error =
		-vpb_modules_load_variant(work->root, step->module, outcome->variant);
	if (outcome->variant_error)
		outcome->variant[0] = '\0';
}

static int bind_and_look(struct work *work, size_t device)
{
	const struct vpb_outcome *outcome = &work->outcomes[device];
	int r = bind_write(work, device);

	if (strcmp(outcome->driver, target_of(outcome)) == 0)
		return 0;
	return r == 0 ? -ENODEV : r;
}

static int bind_step(struct work *work, size_t device)
{
	struct vpb_outcome *outcome = &work->outcomes[device];
	int r = bind_and_look(work, device);

	if (r == 0 || !*outcome->variant || *outcome->driver)
		return r;
	outcome->variant[0] = '\0';
	outcome->variant_error = -r;
	r = override_write(work, device);
	return r < 0 ? r : bind_and_look(work, device);
}

/*
 * Returns 0 or -errno; an unbind or a bind that the link does not show is an error whatever
 * the write said.
 */
static int step_run(struct work *work, const struct vpb_step *step)
{
	const char *driver;
	char address[VPB_ADDRESS_BYTES];
	int r;

	/* For no device, and there may be none: what is switched off does not scan. */
	if (step->kind == VPB_STEP_LOAD)
		return vpb_modules_load_vfio(work->root);
	driver = work->outcomes[step->device].driver;
	vpb_address_format(work->snapshot->devices[step->device].address, address);
	switch (step->kind) {
	case VPB_STEP_LOAD:
	case VPB_STEP_SLEEP:
		break;
	case VPB_STEP_VARIANT:
		variant_load(work, step);
		return 0;
	case VPB_STEP_OVERRIDE:
		return override_write(work, step->device);
	case VPB_STEP_UNBIND:
		return unbind_write(work, step->device, address);
	case VPB_STEP_BIND:
		return bind_step(work, step->device);
	case VPB_STEP_CLEAR:
		return attribute_write(work, step->device, "driver_override", "\n");
	case VPB_STEP_PROBE:
		r = address_write(work, step->device, DRIVERS_PROBE);
		link_look(work, step->device);
		return r == 0 && strcmp(driver, VPB_DRIVER_NAME) == 0 ? -EBUSY : r;
	}
	return -EINVAL;
}

static void device_fail(struct work *work, const struct vpb_step *step, int r)
{
	struct vpb_outcome *outcome = &work->outcomes[step->device];

	outcome->step = step->kind;
	outcome->error = -r;
	device_undo(work, step->device);
	outcome->state = VPB_STATE_FAILED;
	outcome_tell(work, step->device);
}

static void device_step(struct work *work, const struct vpb_step *step)
{
	struct vpb_outcome *outcome = &work->outcomes[step->device];
	int r;

	if (outcome->state != VPB_STATE_PLANNED && outcome->state != VPB_STATE_WORKING)
		return;
	outcome->state = VPB_STATE_WORKING;
	outcome->step = step->kind;
	outcome_tell(work, step->device);
	r = step_run(work, step);
	if (r < 0) {
		device_fail(work, step, r);
	} else if (step->kind == VPB_STEP_BIND || step->kind == VPB_STEP_PROBE) {
		outcome->state = step->kind == VPB_STEP_BIND ? VPB_STATE_BOUND
							     : VPB_STATE_RELEASED;
		outcome->linked_us = vpb_clock_since_boot_us();
		outcome_tell(work, step->device);
	}
}

static bool is_reached(const struct vpb_outcome *outcome)
{
	return outcome->state == VPB_STATE_BOUND || outcome->state == VPB_STATE_ALREADY ||
	       outcome->state == VPB_STATE_RELEASED;
}

/*
 * Not what a device is taken for: where it cannot be written, the device stays what it has become.
 * A bridge is shared by a slot, so it is enough that one function of that is where it should be.
 */
static void sleep_step(struct work *work, const struct vpb_step *step)
{
	struct vpb_outcome *outcome = &work->outcomes[step->device];
	bool is_bridge = step->device != step->function;
	struct vpb_address slot = work->snapshot->devices[step->function].address;
	bool is_wanted = is_reached(&work->outcomes[step->function]);
	int r;

	for (size_t i = 0; is_bridge && i < work->snapshot->device_count; i++)
		is_wanted |=
			vpb_address_same_slot(work->snapshot->devices[i].address, slot) &&
			is_reached(&work->outcomes[i]);
	if (!is_wanted)
		return;
	r = attribute_write(
		work, step->device, "power/control", vpb_sleep_name(step->sleep));
	if (r == 0) {
		outcome->sleep = step->sleep;
		outcome_tell(work, step->device);
	} else {
		work->outcomes[step->function].sleep_error = -r;
		outcome_tell(work, step->function);
	}
}

/* Without the module there is nothing to bind to: every device that waits for it has failed. */
static void all_fail(struct work *work, int r)
{
	for (size_t i = 0; i < work->snapshot->device_count; i++) {
		struct vpb_outcome *outcome = &work->outcomes[i];

		if (outcome->state != VPB_STATE_PLANNED)
			continue;
		outcome->state = VPB_STATE_FAILED;
		outcome->step = VPB_STEP_LOAD;
		outcome->error = -r;
		outcome_tell(work, i);
	}
}

void vpb_apply_steps(const struct vpb_root *root, const struct vpb_snapshot *snapshot,
	const struct vpb_plan *plan, struct vpb_outcome *outcomes, vpb_apply_tell *tell,
	void *context)
{
	struct work work = {root, snapshot, plan, outcomes, tell, context,
		vpb_clock_since_boot_us() + PATIENCE_US};

	for (size_t i = 0; i < plan->step_count; i++) {
		const struct vpb_step *step = &plan->steps[i];
		int r;

		if (step->kind == VPB_STEP_SLEEP) {
			sleep_step(&work, step);
			continue;
		}
		if (step->kind != VPB_STEP_LOAD) {
			device_step(&work, step);
			continue;
		}
		r = step_run(&work, step);
		if (r < 0) {
			all_fail(&work, r);
			return;
		}
	}
}
