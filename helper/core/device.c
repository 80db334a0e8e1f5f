/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "device.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int vpb_blocker_set(struct vpb_blocker *blocker, const char *reason, const char *fix)
{
	if (blocker->reason)
		return 0;
	blocker->fix = strdup(fix);
	blocker->reason = blocker->fix ? strdup(reason) : NULL;
	return blocker->reason ? 0 : -ENOMEM;
}

static void blocker_done(struct vpb_blocker *blocker)
{
	free(blocker->reason);
	free(blocker->fix);
}

void vpb_snapshot_done(struct vpb_snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->device_count; i++) {
		blocker_done(&snapshot->devices[i].system);
		blocker_done(&snapshot->devices[i].unsure);
		blocker_done(&snapshot->devices[i].in_use);
		blocker_done(&snapshot->devices[i].opened);
		blocker_done(&snapshot->devices[i].network);
		blocker_done(&snapshot->devices[i].console);
		free(snapshot->devices[i].variants);
	}
	free(snapshot->devices);
	free(snapshot->install_command);
	free(snapshot->odd_config);
	free(snapshot->network_need);
	free(snapshot->rebuild);
	free(snapshot->token);
	*snapshot = (struct vpb_snapshot){};
}

static int device_compare(const void *a, const void *b)
{
	return vpb_address_compare(((const struct vpb_device *)a)->address,
		((const struct vpb_device *)b)->address);
}

void vpb_snapshot_sort(struct vpb_snapshot *snapshot)
{
	if (snapshot->device_count)
		qsort(snapshot->devices, snapshot->device_count,
			sizeof(*snapshot->devices), device_compare);
}

long vpb_snapshot_find(const struct vpb_snapshot *snapshot, struct vpb_address address)
{
	struct vpb_device key = {.address = address};
	struct vpb_device *found;

	if (!snapshot->device_count)
		return -1;
	found = bsearch(&key, snapshot->devices, snapshot->device_count,
		sizeof(*snapshot->devices), device_compare);
	return found ? found - snapshot->devices : -1;
}

long vpb_snapshot_parent(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	return device->has_parent ? vpb_snapshot_find(snapshot, device->parent) : -1;
}

long vpb_snapshot_above(const struct vpb_snapshot *snapshot,
	const struct vpb_device *device, unsigned int bridges)
{
	long above = device - snapshot->devices;

	for (; above >= 0 && bridges > 0; bridges--)
		above = vpb_snapshot_parent(snapshot, &snapshot->devices[above]);
	return above;
}

size_t vpb_snapshot_slot(
	const struct vpb_snapshot *snapshot, size_t device, size_t *ret_end)
{
	struct vpb_address slot = snapshot->devices[device].address;
	size_t first = device, end = device + 1;

	while (first > 0 &&
		vpb_address_same_slot(snapshot->devices[first - 1].address, slot))
		first--;
	while (end < snapshot->device_count &&
		vpb_address_same_slot(snapshot->devices[end].address, slot))
		end++;
	*ret_end = end;
	return first;
}

bool vpb_snapshot_has_sure_keyboard(const struct vpb_snapshot *snapshot)
{
	bool any = snapshot->other_keyboard_count > snapshot->other_unsure_keyboard_count;

	for (size_t i = 0; i < snapshot->device_count; i++)
		any |= snapshot->devices[i].keyboard_count >
		       snapshot->devices[i].unsure_keyboard_count;
	return any;
}

bool vpb_snapshot_is_about(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	return !snapshot->has_arrival ||
	       vpb_address_same_slot(device->address, snapshot->arrival);
}

/* The drivers of buses inside a laptop, and of sensor hubs that bring such a bus. */
static bool is_input_driver(const char *driver)
{
	static const char *const parts[] = {"i2c", "lpss", "hid", "ish", "spi", "mp2"};

	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (strstr(driver, parts[i]))
			return true;
	return false;
}

/*
 * Where Intel's processors and chip sets have their thermal sensors and telemetry, which are 1180 as
 * well (datasheets, "PCI devices and functions"): no I2C controller is among these devices.
 */
static bool is_sensors_place(const struct vpb_address *address)
{
	return !address->bus &&
	       (address->device == 0x04 || address->device == 0x0a ||
		       address->device == 0x14 || address->device == 0x1f);
}

bool vpb_device_may_have_keyboard(const struct vpb_device *device)
{
	if (device->class_code != VPB_CLASS_SIGNAL_OTHER)
		return device->class_code == VPB_CLASS_USB ||
		       device->class_code == VPB_CLASS_SERIAL_OTHER;
	if (device->driver[0] && !vpb_device_is_for_vms(device))
		return is_input_driver(device->driver);
	return (device->vendor == 0x8086 && !is_sensors_place(&device->address)) ||
	       device->vendor == 0x1022;
}

bool vpb_device_may_carry(const struct vpb_device *device)
{
	switch (VPB_CLASS_BASE(device->class_code)) {
	case VPB_CLASS_DISPLAY_BASE:
	case VPB_CLASS_MULTIMEDIA_BASE:
	case VPB_CLASS_PROCESSOR_BASE:
	case VPB_CLASS_ACCELERATOR_BASE:
		return false;
	}
	return device->class_code != VPB_CLASS_SIGNAL_OTHER ||
	       vpb_device_may_have_keyboard(device);
}

bool vpb_snapshot_may_carry(const struct vpb_snapshot *snapshot, size_t device)
{
	const struct vpb_device *of = &snapshot->devices[device];

	if (vpb_device_may_carry(of))
		return true;
	for (size_t i = 0; of->has_group && i < snapshot->device_count; i++)
		if (vpb_device_shares_group(&snapshot->devices[i], of) &&
			!vpb_device_is_bridge(&snapshot->devices[i]) &&
			vpb_device_may_carry(&snapshot->devices[i]))
			return true;
	return false;
}

bool vpb_device_is_network(const struct vpb_device *device)
{
	return VPB_CLASS_BASE(device->class_code) == VPB_CLASS_NETWORK_BASE ||
	       VPB_CLASS_BASE(device->class_code) == VPB_CLASS_WIRELESS_BASE ||
	       device->class_code == VPB_CLASS_INFINIBAND;
}

const struct vpb_blocker *vpb_device_system(const struct vpb_device *device)
{
	return device->system.reason ? &device->system : &device->unsure;
}

bool vpb_device_is_display(const struct vpb_device *device)
{
	return VPB_CLASS_BASE(device->class_code) == VPB_CLASS_DISPLAY_BASE;
}

bool vpb_device_is_bridge(const struct vpb_device *device)
{
	return device->is_bridge || device->class_code == VPB_CLASS_BRIDGE_HOST ||
	       device->class_code == VPB_CLASS_BRIDGE_ISA;
}

bool vpb_device_is_denied(const struct vpb_device *device)
{
	/* QAT of DH895XCC, C62X and C3XXX, each with its VFs; DSA and IAX of Sapphire Rapids. */
	static const uint16_t devices[] = {
		0x0435, 0x0443, 0x37c8, 0x37c9, 0x19e2, 0x19e3, 0x0b25, 0x0cfe};

	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++)
		if (device->vendor == 0x8086 && device->device == devices[i])
			return true;
	return false;
}

bool vpb_device_is_on_vfio(const struct vpb_device *device)
{
	return device->has_variant || strcmp(device->driver, VPB_DRIVER_NAME) == 0;
}

bool vpb_driver_is_for_vms(const char *driver)
{
	return strcmp(driver, VPB_DRIVER_NAME) == 0 || strcmp(driver, "pci-stub") == 0;
}

bool vpb_device_is_for_vms(const struct vpb_device *device)
{
	return device->has_variant || vpb_driver_is_for_vms(device->driver);
}

bool vpb_device_blocks_group(
	const struct vpb_snapshot *snapshot, const struct vpb_device *device)
{
	if (!device->has_group || vpb_device_is_for_vms(device))
		return false;
	/* Modules claim any bridge by its class, and then leave it alone. */
	if (device->is_bridge)
		return !snapshot->spares_bridges && device->driver[0] &&
		       strcmp(device->driver, "pcieport") != 0;
	return device->has_module;
}

bool vpb_device_shares_group(const struct vpb_device *a, const struct vpb_device *b)
{
	return a->has_group && b->has_group && a->group == b->group;
}
