/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A small machine: a display of the host's, twins with their audio, a bridge, a network card. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

static const struct vpb_device machine[] = {
	{.address = {0, 0, 1, 0},
		.vendor = 0x8086,
		.device = 0x460d,
		.class_code = 0x0604},
	{.address = {0, 0, 2, 0},
		.vendor = 0x8086,
		.device = 0x4680,
		.class_code = 0x0300,
		.is_boot_vga = true,
		.driver = "i915"},
	{.address = {0, 1, 0, 0},
		.vendor = 0x10de,
		.device = 0x2820,
		.class_code = 0x0300,
		.has_parent = true,
		.parent = {0, 0, 1, 0}},
	{.address = {0, 1, 0, 1},
		.vendor = 0x10de,
		.device = 0x22bd,
		.class_code = 0x0403},
	{.address = {0, 2, 0, 0},
		.vendor = 0x10de,
		.device = 0x2820,
		.class_code = 0x0300,
		.driver = "nouveau"},
	{.address = {0, 2, 0, 1},
		.vendor = 0x10de,
		.device = 0x22bd,
		.class_code = 0x0403},
	{.address = {0x10000, 3, 0, 0},
		.vendor = 0x8086,
		.device = 0x1521,
		.class_code = 0x0200,
		.driver_override = "pci-stub"},
};

void fuzz_run_fixed(struct vpb_run *run)
{
	size_t count = sizeof(machine) / sizeof(*machine);

	run->snapshot.devices = malloc(sizeof(machine));
	FUZZ_HOLD(run->snapshot.devices);
	memcpy(run->snapshot.devices, machine, sizeof(machine));
	run->snapshot.device_count = count;
	for (size_t i = 0; i < count; i++) {
		struct vpb_device *device = &run->snapshot.devices[i];

		device->detailed = device->has_group = true;
		device->group = device->address.bus;
		device->is_bridge = device->class_code == 0x0604;
		device->subvendor = 0x1d05;
		device->subdevice = 0x1178;
	}
	FUZZ_HOLD(vpb_match_rules(&run->request, &run->snapshot, &run->selection) == 0);
	FUZZ_HOLD(vpb_match_companions(&run->request, &run->snapshot, &run->selection) ==
		  0);
	if (!vpb_request_is_active(&run->request)) {
		run->selection.claim_count = 0;
		free(run->selection.devices);
		run->selection.devices = NULL;
	}
	FUZZ_HOLD(vpb_check(&run->request, &run->snapshot, &run->selection,
			  &run->findings) == 0);
	FUZZ_HOLD(vpb_plan_make(&(struct vpb_scene){&run->request, &run->snapshot,
					&run->selection},
			  &run->plan) == 0);
	fuzz_hold_run(run);
}
