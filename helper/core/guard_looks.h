/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_GUARD_LOOKS_H
#define VPB_CORE_GUARD_LOOKS_H

#include "scene.h"

/* What the files of the guards share; no other file includes this. All of it is pure. */

static inline const struct vpb_device *claimed_device(
	const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	return &scene->snapshot->devices[claim->device];
}

static inline const struct vpb_rule *claiming_rule(
	const struct vpb_scene *scene, const struct vpb_claim *claim)
{
	return &scene->request->rules[claim->rule];
}

/* In guard_display.c: what would take the display away, and what goes with one. */
vpb_guard_look vpb_look_boot_display;
vpb_guard_look vpb_look_last_display;
vpb_guard_look vpb_look_framebuffer;
vpb_guard_look vpb_look_unsafe_driver;
vpb_guard_look vpb_look_companion;

/* In guard_iommu.c. */
vpb_guard_look vpb_look_no_iommu;

/* In guard_late.c: what would take the system, its network or its keyboard away. */
vpb_guard_look vpb_look_late;
vpb_guard_look vpb_look_carriers;
vpb_guard_look vpb_look_system_disk;
vpb_guard_look vpb_look_disk_in_use;
vpb_guard_look vpb_look_network_root;
vpb_guard_look vpb_look_default_route;
vpb_guard_look vpb_look_keyboard;

/* How old what is known of that device is, where it was not seen at this boot. */
void vpb_look_add_age(const struct vpb_scene *scene, const struct vpb_device *device,
	struct vpb_text *reason, struct vpb_text *fix);

/* Whether what the system needs is judged by this run, of that claim: see guard_late.c. */
bool vpb_look_is_due(const struct vpb_scene *scene, const struct vpb_claim *claim);

/* In guard_group.c: what keeps a VM from opening the IOMMU group, or takes more than was given. */
vpb_guard_look vpb_look_group_system;
vpb_guard_look vpb_look_group;

#endif
