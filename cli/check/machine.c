/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check.h"

#include <errno.h>
#include <string.h>

#include "../../host/machine/cmdline.h"
#include "../late_forecast.h"

static int words_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	if (!vpb_cmdline_has(scene->facts->cmdline, "amd_iommu", "on"))
		return 0;
	return vpb_findings_say(findings, VPB_KIND_IOMMU_WORD, -1, NULL,
		"'amd_iommu=on' on the kernel command line has no effect",
		"remove it: AMD's IOMMU is on by itself");
}

static int lockdown_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (!*scene->facts->lockdown || strcmp(scene->facts->lockdown, "none") == 0)
		return 0;
	vpb_text_add(&text,
		"the kernel is locked down (%s): binding works, but modules without a "
		"signature do not load",
		scene->facts->lockdown);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	return vpb_findings_say(findings, VPB_KIND_LOCKDOWN, -1, NULL, text.data,
		"nothing to do where vfio-pci came with the kernel");
}

/* Addresses change when cards come and go; an identity keeps the wrong card from being bound. */
static int identity_look(const struct vpb_about *scene, struct vpb_findings *findings)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < scene->run->selection.claim_count; i++) {
		const struct vpb_claim *claim = &scene->run->selection.claims[i];
		const struct vpb_rule *rule = &scene->run->request.rules[claim->rule];
		const struct vpb_device *device =
			&scene->run->snapshot.devices[claim->device];
		VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};

		if (claim->is_companion || rule->selector.identity.given ||
			rule->selector.kind == VPB_SELECTOR_ID ||
			!vpb_late_gives_device(scene->run, scene->late, claim->device))
			continue;
		vpb_text_add(&reason,
			"is named by its place alone ('%s'), where other hardware can "
			"put another device",
			rule->word);
		vpb_text_add(&fix, "write %s=%04x:%04x:%04x:%04x", rule->word,
			device->vendor, device->device, device->subvendor,
			device->subdevice);
		if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
			return -ENOMEM;
		r = vpb_findings_say(findings, VPB_KIND_NO_IDENTITY, (long)claim->device,
			&rule->origin, reason.data, fix.data);
	}
	return r;
}

int vpb_check_machine(const struct vpb_about *scene, struct vpb_findings *findings)
{
	static int (*const looks[])(const struct vpb_about *, struct vpb_findings *) = {
		words_look, lockdown_look, identity_look, vpb_about_devices,
		vpb_check_words, vpb_check_leftovers};
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(looks) / sizeof(*looks); i++)
		r = looks[i](scene, findings);
	return r;
}
