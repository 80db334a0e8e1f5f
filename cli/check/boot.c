/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "../late_forecast.h"
#include "../status_text.h"

#define REBUILD "rebuild the initramfs, and boot again"

static int reboot_say(const struct vpb_about *scene, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	vpb_text_add(&reason, "reboot needed: %s", scene->reboot->data);
	return vpb_text_error(&reason) < 0 ? -ENOMEM
					   : vpb_findings_say(findings, VPB_KIND_REBOOT,
						     -1, NULL, reason.data, "reboot");
}

static int runs_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text silence = {};
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->report->section_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		if (vpb_status_text_of_run(&scene->report->sections[i], &text))
			continue;
		r = vpb_text_error(&text);
		if (r == 0)
			r = vpb_findings_say(findings, VPB_KIND_RUN, -1, NULL, text.data,
				"run: vfio-prebind status");
	}
	if (r < 0 || scene->report->section_count ||
		vpb_status_text_of_silence(
			&scene->run->request, scene->report->other_boots, &silence))
		return r;
	if (scene->reboot->length)
		return reboot_say(scene, findings);
	return vpb_findings_say(findings, VPB_KIND_NO_REPORT, -1, NULL,
		"vfio-prebind left no report at this boot", REBUILD);
}

/* What the run that gave it back said is to be typed. */
static const char *give_back_fix(
	const struct vpb_boot_report *report, struct vpb_address address)
{
	char text[VPB_ADDRESS_BYTES];

	vpb_address_format(address, text);
	for (size_t i = 0; i < report->finding_count; i++)
		if (strcmp(report->findings[i].guard,
			    vpb_kinds[VPB_KIND_GIVEN_BACK].name) == 0 &&
			strcmp(report->findings[i].address, text) == 0)
			return report->findings[i].fix;
	return REBUILD;
}

static int reported_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->report->device_count; i++) {
		const struct vpb_reported_device *device = &scene->report->devices[i];
		long now =
			vpb_snapshot_find(&scene->inventory->snapshot, device->address);
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		char address[VPB_ADDRESS_BYTES];

		if (!vpb_boot_report_speaks_for_device(scene->report, i))
			continue;
		if (now < 0)
			vpb_text_add(&text, "%s ",
				vpb_address_format(device->address, address));
		if (vpb_status_text_of_device(device,
			    &scene->report->sections[device->section],
			    now < 0 ? NULL : &scene->inventory->snapshot.devices[now],
			    true, &text))
			continue;
		r = vpb_text_error(&text);
		if (r == 0 && scene->report->sections[device->section].section ==
				      VPB_SECTION_GIVE_BACK)
			r = vpb_findings_say(findings, VPB_KIND_GIVEN_BACK, now, NULL,
				text.data, give_back_fix(scene->report, device->address));
		else if (r == 0)
			r = vpb_findings_say(findings, VPB_KIND_NOT_BOUND, now, NULL,
				text.data, "run: vfio-prebind plan");
	}
	return r;
}

/* What the next boot would bind, and this one did not speak of: asked for since. */
static int asked_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->run->snapshot.device_count; i++) {
		struct vpb_address address = scene->run->snapshot.devices[i].address;
		long now = vpb_snapshot_find(&scene->inventory->snapshot, address);

		if (!vpb_late_gives_device(scene->run, scene->late, i) || now < 0 ||
			vpb_boot_report_has(scene->report, address) ||
			vpb_device_is_on_vfio(&scene->inventory->snapshot.devices[now]))
			continue;
		if (scene->reboot->length)
			return reboot_say(scene, findings);
		r = vpb_findings_say(findings, VPB_KIND_NOT_ASKED, now, NULL,
			"is configured for vfio-pci, but was not at this boot: the configuration "
			"or its image has changed since",
			REBUILD);
	}
	return r;
}

int vpb_check_boot(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = runs_look(scene, findings);

	if (r == 0)
		r = reported_look(scene, findings);
	if (r == 0 && scene->report->section_count)
		r = asked_look(scene, findings);
	return r;
}
