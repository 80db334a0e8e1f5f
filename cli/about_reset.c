/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "about.h"

#include <errno.h>

#include "../host/machine/reset.h"
#include "late_forecast.h"

/* What on its bus stays with the host. */
static unsigned int kept_add(
	const struct vpb_about *scene, size_t now, struct vpb_text *text)
{
	char address[VPB_ADDRESS_BYTES];
	unsigned int count = 0;

	for (size_t i = 0; i < scene->inventory->snapshot.device_count; i++)
		if (vpb_reset_is_beside(&scene->inventory->snapshot, now, i) &&
			!vpb_late_gives(scene->run, scene->late,
				scene->inventory->snapshot.devices[i].address))
			vpb_text_add(text, "%s%s", count++ ? ", " : "",
				vpb_address_format(
					scene->inventory->snapshot.devices[i].address,
					address));
	return count;
}

static void device_tell(const struct vpb_about *scene, size_t now,
	struct vpb_text *reason, struct vpb_text *fix)
{
	const struct vpb_device *device = &scene->inventory->snapshot.devices[now];
	VPB_CLEANUP(vpb_text_done) struct vpb_text kept = {};

	switch (vpb_reset_judge(scene->inventory, now)) {
	case VPB_RESET_UNKNOWN:
	case VPB_RESET_ALONE:
		return;
	case VPB_RESET_WITH_BUS:
		if (!kept_add(scene, now, &kept))
			return;
		vpb_text_add(reason,
			"can be reset only together with its bus, where the host keeps %s, so "
			"nothing resets it between two VMs",
			kept.data ? kept.data : "");
		vpb_text_add(fix, "give those away too, or boot again between two VMs");
		return;
	case VPB_RESET_NONE:
		vpb_text_add(reason,
			"cannot be reset, so the next VM finds it as the last one left it");
		vpb_text_add(fix, "boot again between two VMs");
		return;
	case VPB_RESET_FAILS:
		vpb_text_add(reason,
			"is of AMD's %s, whose reset is known to fail: a VM may find it only once "
			"a boot",
			vpb_reset_family(device));
		vpb_text_add(fix,
			"install the module vendor-reset, and load it early in the boot");
		return;
	}
}

/* Displays suffer from it; most others do as well without. */
static int reset_say(const struct vpb_about *scene, size_t now, size_t next,
	const char *reason, const char *fix, struct vpb_findings *findings)
{
	struct vpb_finding *finding =
		vpb_findings_add(findings, VPB_KIND_RESET, (long)next, NULL, reason, fix);

	if (!finding)
		return -ENOMEM;
	if (!vpb_device_is_display(&scene->inventory->snapshot.devices[now]))
		finding->severity = VPB_NOTE;
	return 0;
}

int vpb_about_reset(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->run->snapshot.device_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		long now = vpb_snapshot_find(&scene->inventory->snapshot,
			scene->run->snapshot.devices[i].address);

		if (now < 0 || !vpb_late_gives_device(scene->run, scene->late, i))
			continue;
		device_tell(scene, (size_t)now, &reason, &fix);
		if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
			return -ENOMEM;
		if (reason.length)
			r = reset_say(
				scene, (size_t)now, i, reason.data, fix.data, findings);
	}
	return r;
}
