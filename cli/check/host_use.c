/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <string.h>

#include "../late_forecast.h"

bool vpb_check_gives(const struct vpb_check_scene *scene, size_t device)
{
	return scene->run->plan.selected[device] ||
	       vpb_late_takes(scene->run, scene->late, device);
}

/* A guard that looks late has said it then. */
static bool is_said(
	const struct vpb_check_scene *scene, size_t device, enum vpb_kind kind)
{
	for (size_t i = 0; i < scene->run->findings.count; i++)
		if (scene->run->findings.items[i].device == (long)device &&
			scene->run->findings.items[i].kind == kind)
			return true;
	return false;
}

/* What the host will miss. */
int vpb_check_host_use(const struct vpb_check_scene *scene, struct vpb_findings *findings)
{
	const struct vpb_snapshot *next = &scene->run->snapshot;
	int r = 0;

	for (size_t i = 0; r == 0 && i < next->device_count; i++) {
		long now = vpb_snapshot_find(scene->now, next->devices[i].address);

		if (now < 0 || !vpb_check_gives(scene, i))
			continue;
		if (scene->now->devices[now].has_default_route &&
			!is_said(scene, i, VPB_KIND_DEFAULT_ROUTE))
			r = vpb_findings_say(findings, VPB_KIND_ROUTE_GIVEN, (long)i,
				NULL,
				"carries the default route today, and is given to VMs",
				"give the host another way into the network, or name "
				"another card");
		if (r == 0 && scene->now->devices[now].keyboard_count)
			r = vpb_findings_say(findings, VPB_KIND_KEYBOARD_GIVEN, (long)i,
				NULL,
				"has a keyboard plugged in today, and is given to VMs",
				"put the keyboard into a socket of another controller");
	}
	return r;
}
