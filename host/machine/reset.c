/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reset.h"

#include <string.h>

/* Whether one of the methods is not of the bus. */
static bool is_reset_alone(const char *methods)
{
	while (*methods) {
		size_t length = strcspn(methods, " ");

		if (!(length == 3 && strncmp(methods, "bus", 3) == 0) &&
			!(length == 4 && strncmp(methods, "slot", 4) == 0))
			return true;
		methods += length;
		methods += strspn(methods, " ");
	}
	return false;
}

bool vpb_reset_is_beside(const struct vpb_snapshot *snapshot, size_t device, size_t other)
{
	struct vpb_address a = snapshot->devices[device].address;
	struct vpb_address b = snapshot->devices[other].address;

	return device != other && a.domain == b.domain && a.bus == b.bus;
}

enum vpb_reset vpb_reset_judge(const struct vpb_inventory *inventory, size_t device)
{
	const struct vpb_snapshot *snapshot = &inventory->snapshot;
	const char *methods = inventory->items[device].reset_methods;
	bool is_known = false, is_beside = false;

	for (size_t i = 0; i < snapshot->device_count; i++) {
		is_known |= inventory->items[i].reset_methods[0];
		is_beside |= vpb_reset_is_beside(snapshot, device, i);
	}
	if (!is_known)
		return VPB_RESET_UNKNOWN;
	/* What resets it in its own way: the module that was made for that. */
	if (vpb_reset_family(&snapshot->devices[device]) &&
		!strstr(methods, "device_specific"))
		return VPB_RESET_FAILS;
	if (is_reset_alone(methods))
		return VPB_RESET_ALONE;
	if (is_beside && snapshot->devices[device].has_parent)
		return VPB_RESET_WITH_BUS;
	return *methods ? VPB_RESET_ALONE : VPB_RESET_NONE;
}
