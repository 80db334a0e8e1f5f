/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "power.h"

#include "attribute.h"

void vpb_power_read(const struct vpb_root *root, struct vpb_device *device)
{
	char word[8];

	if (vpb_attribute_read(
		    root, device->address, "power/control", word, sizeof(word)) == 0)
		device->sleep = vpb_sleep_parse(word);
}

/* Whether a rule that selects it says how it is to sleep. */
static bool is_asked(const struct vpb_request *request,
	const struct vpb_selection *selection, size_t device)
{
	const struct vpb_claim *claim = NULL;

	while ((claim = vpb_selection_next(selection, device, claim)))
		if (request->rules[claim->rule].sleep)
			return true;
	return false;
}

void vpb_power_read_claimed(const struct vpb_root *root,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->device_count; i++) {
		long at = is_asked(request, selection, i) ? (long)i : -1;

		/* No chain is longer than there are devices. */
		for (size_t left = snapshot->device_count; left > 0 && at >= 0; left--) {
			struct vpb_device *device = &snapshot->devices[at];

			vpb_power_read(root, device);
			at = vpb_snapshot_parent(snapshot, device);
		}
	}
}
