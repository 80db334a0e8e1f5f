/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "check_variants.h"

#include <errno.h>
#include <string.h>

#include "variant.h"

/* Whether there is something to say; adds it. */
static bool device_describe(const struct vpb_device *device, const char *asked,
	bool is_chosen, struct vpb_text *reason, struct vpb_text *fix)
{
	bool is_auto = strcmp(asked, VPB_VARIANT_AUTO) == 0;
	const char *names = device->variants;

	if (is_chosen && !vpb_device_is_on_vfio(device))
		return false;
	if (is_chosen) {
		if (device->has_variant)
			return false;
		vpb_text_add(reason, "has vfio-pci already, which keeps it");
		vpb_text_add(fix, "to change that now, release it, and bind it again");
	} else if (!*asked) {
		vpb_text_add(reason,
			"gets vfio-pci; a driver for VMs made for this device is there too: %s",
			names);
		vpb_text_add(fix, "to have that, write driver=%s after the device",
			strchr(names, ' ') ? "NAME" : VPB_VARIANT_AUTO);
	} else if (is_auto && !names) {
		vpb_text_add(reason,
			"gets vfio-pci: no module here has a driver for VMs made for this device");
	} else if (is_auto) {
		vpb_text_add(reason,
			"gets vfio-pci: more than one driver for VMs is made for this device: %s",
			names);
		vpb_text_add(fix, "write driver=NAME in place of driver=auto");
	} else {
		vpb_text_add(reason,
			"gets vfio-pci: no module here has a driver '%s' for VMs made for this "
			"device",
			asked);
		vpb_text_add(fix,
			names ? "there is %s" : "install it, and rebuild the initramfs",
			names);
	}
	return true;
}

static int device_report(
	const struct vpb_scene *scene, size_t index, struct vpb_findings *findings)
{
	const struct vpb_device *device = &scene->snapshot->devices[index];
	const char *asked = vpb_variant_asked(scene, index);
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	char module[VPB_NAME_BYTES];
	struct vpb_finding *finding;

	if (!vpb_selection_has(scene->selection, index) ||
		(!*asked && !device->variants) ||
		vpb_variant_is_same(asked, VPB_DRIVER_NAME, strlen(VPB_DRIVER_NAME)) ||
		!device_describe(device, asked,
			vpb_variant_choose(asked, device->variants, module), &reason,
			&fix))
		return 0;
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	finding = vpb_findings_add(findings, VPB_KIND_VARIANT, (long)index, NULL,
		reason.data, fix.data ? fix.data : "");
	if (!finding)
		return -ENOMEM;
	if (*asked && fix.length)
		finding->severity = VPB_WARN;
	return 0;
}

int vpb_variants_report(const struct vpb_scene *scene, struct vpb_findings *findings)
{
	const struct vpb_selection *selection = scene->selection;
	int r = 0;

	for (size_t i = 0; r == 0 && i < selection->claim_count; i++) {
		size_t device = selection->claims[i].device;

		if (vpb_selection_next(selection, device, NULL) == &selection->claims[i])
			r = device_report(scene, device, findings);
	}
	return r;
}
