/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "carriers.h"

#include <errno.h>

#include "details.h"
#include "serial.h"

static void place_read(const struct vpb_root *root, const struct vpb_carrier *carrier,
	struct vpb_snapshot *snapshot, struct vpb_device *device)
{
	vpb_details_read_identity(root, snapshot, device);
	if (vpb_carrier_needs_serial(carrier, device))
		vpb_serial_read(root, device->address, device->serial);
}

int vpb_carriers_settle(const struct vpb_root *root, const struct vpb_carriers *carriers,
	bool is_from_image, struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; i < carriers->count; i++)
		for (size_t j = 0; j < snapshot->device_count; j++)
			if (vpb_carrier_may_be(
				    &carriers->items[i], &snapshot->devices[j]))
				place_read(root, &carriers->items[i], snapshot,
					&snapshot->devices[j]);
	return vpb_carriers_apply(carriers, is_from_image, snapshot);
}

int vpb_carriers_read(const struct vpb_root *root, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	VPB_CLEANUP(vpb_carriers_done) struct vpb_carriers carriers = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	if (!vpb_carriers_matter(selection, snapshot))
		return 0;
	r = vpb_root_read(root, VPB_CARRIERS_FILE, &text);
	if (r == -ENOENT || r == -ENOTDIR)
		return 0;
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		carriers.is_damaged = true;
	else
		r = vpb_carriers_parse(
			text.data ? text.data : "", text.length, &carriers);
	if (r == -ENOMEM)
		return r;
	return vpb_carriers_settle(root, &carriers, true, snapshot);
}
