/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_PLAN_H
#define VPB_CORE_PLAN_H

#include "scene.h"

/*
 * The ordered steps that give the selected devices to vfio-pci, or back to the host. Pure: a plan
 * that is only printed is the dry run.
 *
 * The module comes first. Then slot by slot: the modules of variants that are asked for; the overrides of all its functions, so that no
 * other driver can take one of them from that moment on; unbinding what is bound; binding.
 *
 * A release goes the same way back, and needs no module. The override becomes empty, which is
 * what it was before: of a device with another one the guard `foreign` lets nobody take it. That
 * brings no driver back (drivers/pci/pci-sysfs.c only stores it), so the host's are asked.
 *
 * Last, where a line says so, whether the function and the bridges above it may sleep.
 */
enum vpb_step_kind {
	VPB_STEP_LOAD,
	VPB_STEP_VARIANT,
	VPB_STEP_OVERRIDE,
	VPB_STEP_UNBIND,
	VPB_STEP_BIND,
	VPB_STEP_CLEAR,
	VPB_STEP_PROBE,
	VPB_STEP_SLEEP,
};

struct vpb_step {
	enum vpb_step_kind kind;
	size_t device; /* index into the snapshot; of VPB_STEP_LOAD: 0 and without meaning */
	/* For VPB_STEP_SLEEP: what `power/control` is to be, and the function that wants it. */
	enum vpb_sleep sleep;
	size_t function;
	char module[VPB_NAME_BYTES]; /* of VPB_STEP_VARIANT: to be loaded for it */
};

struct vpb_plan {
	struct vpb_step *steps;
	size_t step_count;
	bool *selected; /* one a device of the snapshot */
	bool is_release;
};

void vpb_plan_done(struct vpb_plan *plan);

/*
 * Plans what the checked selection asks for. A device that is so already needs no step. Where
 * `vfio-pci.ids=` is on the command line the module is loaded in any case, also when nothing is
 * to be bound: loaded by us it takes no device by itself, loaded later by another it would take
 * what a guard has refused. Returns 0 or -ENOMEM; *ret_plan is the
 * caller's to end.
 */
int vpb_plan_make(
	const struct vpb_scene *scene, struct vpb_plan *ret_plan) VPB_MUST_CHECK;

/*
 * Whether the device is already what the plan would make of it: vfio-pci has it; of a release,
 * neither has it nor would be the only one to take it.
 */
bool vpb_plan_is_met(const struct vpb_plan *plan, const struct vpb_device *device);

/* "load", "variant", "override", "unbind", "bind", "clear", "probe", "sleep". */
const char *vpb_step_kind_name(enum vpb_step_kind kind);

#endif
