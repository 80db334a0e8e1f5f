/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "about.h"

#include <errno.h>

#include "late_forecast.h"

/* Whether that kernel would take by itself what vfio-pci.ids= names, before any program runs. */
static bool takes_ids_itself(
	const struct vpb_about *scene, const struct vpb_kernel *kernel)
{
	if (kernel->vfio != VPB_VFIO_BUILT_IN)
		return false;
	for (size_t i = 0; i < scene->run->request.rule_count; i++)
		if (scene->run->request.rules[i].from_vfio_ids)
			return true;
	return false;
}

static int kernels_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->facts->kernel_count; i++) {
		const struct vpb_kernel *kernel = &scene->facts->kernels[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		vpb_text_add(&text, "kernel %s ", kernel->release);
		if (kernel->vfio == VPB_VFIO_MISSING) {
			vpb_text_add(&text, "has no vfio-pci, so it binds nothing");
			r = vpb_text_error(&text);
			if (r == 0)
				r = vpb_findings_say(findings, VPB_KIND_NO_MODULE, -1,
					NULL, text.data,
					"install its modules package, or another kernel");
		} else if (takes_ids_itself(scene, kernel)) {
			vpb_text_add(&text,
				"has vfio-pci built in: with vfio-pci.ids= on the command "
				"line it takes each of these devices before any check");
			r = vpb_text_error(&text);
			if (r == 0)
				r = vpb_findings_say(findings, VPB_KIND_BUILT_IN, -1,
					NULL, text.data,
					"name the devices with vfio_prebind.bind= or in the "
					"configuration, and remove vfio-pci.ids=");
		}
	}
	return r;
}

/* A VM maps the card's memory by a request that fails where it has another owner. */
static int framebuffer_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	const struct vpb_snapshot *next = &scene->run->snapshot;
	int r = 0;

	for (size_t i = 0; r == 0 && i < next->device_count; i++) {
		long now = vpb_snapshot_find(
			&scene->inventory->snapshot, next->devices[i].address);

		if (now < 0 || !scene->inventory->snapshot.devices[now].has_framebuffer ||
			!vpb_device_is_on_vfio(&scene->inventory->snapshot.devices[now]))
			continue;
		r = vpb_findings_say(findings, VPB_KIND_FRAMEBUFFER_KEPT, (long)i, NULL,
			"is on vfio-pci, but the firmware framebuffer still occupies a part of its "
			"memory (see /proc/iomem), so no VM can use it",
			"choose the other display as primary in the firmware setup, or a newer "
			"kernel");
	}
	return r;
}

int vpb_about_devices(const struct vpb_about *scene, struct vpb_findings *findings)
{
	static int (*const looks[])(const struct vpb_about *, struct vpb_findings *) = {
		kernels_look, framebuffer_look, vpb_about_reset, vpb_about_conflicts,
		vpb_about_switchers};
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(looks) / sizeof(*looks); i++)
		r = looks[i](scene, findings);
	return r;
}
