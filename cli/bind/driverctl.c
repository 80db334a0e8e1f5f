/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "driverctl.h"

#include <errno.h>
#include <stdio.h>

static int device_explain(const struct vpb_root *root, struct vpb_run *run, size_t device)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	char address[VPB_ADDRESS_BYTES], path[64];

	vpb_address_format(run->snapshot.devices[device].address, address);
	snprintf(path, sizeof(path), "etc/driverctl.d/pci-%s", address);
	if (!vpb_root_has(root, path))
		return 0;
	vpb_text_add(&reason,
		"has an override of driverctl's, which applies again from the next boot on: "
		"%s/%s",
		root->path, path);
	vpb_text_add(
		&fix, "to release it for good: driverctl unset-override %s", address);
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0 ||
		!vpb_findings_add(&run->findings, VPB_KIND_DRIVERCTL, (long)device, NULL,
			reason.data, fix.data))
		return -ENOMEM;
	return 0;
}

int vpb_driverctl_explain(const struct vpb_root *root, struct vpb_run *run)
{
	int r = 0;

	if (!run->plan.is_release)
		return 0;
	for (size_t i = 0; r == 0 && i < run->snapshot.device_count; i++)
		if (run->plan.selected[i])
			r = device_explain(root, run, i);
	return r;
}
