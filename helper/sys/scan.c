/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scan.h"

#include <errno.h>
#include <limits.h>
#include <pci/pci.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

/*
 * libpci's error callback must not return and by default exits, so ours jumps back to the one
 * function that calls libpci. The callback gets no context: these two belong to that call.
 */
static jmp_buf scan_failed;
static char scan_message[256];

static void PCI_NONRET libpci_error(char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(scan_message, sizeof(scan_message), format, args);
	va_end(args);
	longjmp(scan_failed, 1);
}

static void libpci_quiet(char *format, ...)
{
	(void)format;
}

unsigned int vpb_scan_flags(const struct vpb_request *request)
{
	unsigned int flags = 0;

	for (size_t i = 0; i < request->rule_count; i++) {
		const struct vpb_selector *selector = &request->rules[i].selector;

		if (selector->kind == VPB_SELECTOR_PATH)
			flags |= VPB_SCAN_PARENT;
		if (selector->kind == VPB_SELECTOR_ID &&
			selector->id.prog_if != VPB_ID_ANY)
			flags |= VPB_SCAN_PROG_IF;
	}
	return flags;
}

/*
 * The revision that comes with the programming interface is a sysfs attribute since 4.10;
 * where it is missing libpci would read config space, so nobody asks without need.
 */
static int libpci_flags(unsigned int flags)
{
	return PCI_FILL_IDENT | PCI_FILL_CLASS |
	       (flags & VPB_SCAN_PROG_IF ? PCI_FILL_CLASS_EXT : 0) |
	       (flags & VPB_SCAN_PARENT ? PCI_FILL_PARENT : 0);
}

static struct vpb_address libpci_address(const struct pci_dev *from)
{
	return (struct vpb_address){
		(uint32_t)from->domain, from->bus, from->dev, from->func};
}

static int device_take(struct vpb_snapshot *snapshot, const struct pci_dev *from)
{
	struct vpb_device *devices = vpb_array_grow(
		snapshot->devices, snapshot->device_count, sizeof(*snapshot->devices));
	struct vpb_device *device;

	if (!devices)
		return -ENOMEM;
	snapshot->devices = devices;
	device = &devices[snapshot->device_count++];
	device->address = libpci_address(from);
	device->vendor = from->vendor_id;
	device->device = from->device_id;
	device->class_code = from->device_class;
	device->prog_if = from->prog_if;
	/* libpci makes a number of whatever is there: 0 and ffff are no vendor's. */
	if (from->vendor_id == 0 || from->vendor_id == 0xffff)
		device->unreadable = "vendor";
	if (from->parent) {
		device->has_parent = true;
		device->parent = libpci_address(from->parent);
	}
	return 0;
}

static int scan_once(
	struct pci_access *access, unsigned int flags, struct vpb_snapshot *snapshot)
{
	int r = 0;

	if (setjmp(scan_failed))
		return -EIO;
	pci_init(access);
	pci_scan_bus(access);
	for (struct pci_dev *device = access->devices; r == 0 && device;
		device = device->next) {
		pci_fill_info(device, libpci_flags(flags));
		r = device_take(snapshot, device);
	}
	return r;
}

int vpb_scan(const struct vpb_root *root, unsigned int flags,
	struct vpb_snapshot *ret_snapshot, char **ret_message)
{
	char path[PATH_MAX];
	int r = -EIO;

	*ret_message = NULL;
	snprintf(path, sizeof(path), "%s/sys/bus/pci", root->path);
	for (int attempt = 0; r == -EIO && attempt < 2; attempt++) {
		VPB_CLEANUP(vpb_snapshot_done) struct vpb_snapshot snapshot = {};
		struct pci_access *access = pci_alloc();

		access->method = PCI_ACCESS_SYS_BUS_PCI;
		access->error = libpci_error;
		access->warning = libpci_quiet;
		access->debug = libpci_quiet;
		if (pci_set_param(access, "sysfs.path", path) < 0)
			r = -ENOSYS;
		else
			r = scan_once(access, flags, &snapshot);
		if (r == 0) {
			vpb_snapshot_sort(&snapshot);
			*ret_snapshot = snapshot;
			snapshot = (struct vpb_snapshot){};
		}
		pci_cleanup(access);
	}
	if (r == -EIO)
		*ret_message = strdup(scan_message);
	return r;
}

/* Reads one attribute of the device; one that is missing is "". */
static void attribute_read(const struct vpb_root *root, struct vpb_device *device,
	const char *name, char *buffer, size_t buffer_bytes)
{
	char address[VPB_ADDRESS_BYTES], path[PATH_MAX];
	int r;

	buffer[0] = '\0';
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s/%s",
		vpb_address_format(device->address, address), name);
	r = vpb_root_read_word(root, path, buffer, buffer_bytes);
	if (r < 0 && r != -ENOENT && !device->unreadable)
		device->unreadable = name;
}

static unsigned long number_read(const struct vpb_root *root, struct vpb_device *device,
	const char *name, int base, unsigned long max)
{
	char word[VPB_NAME_BYTES], *end;
	unsigned long value;

	attribute_read(root, device, name, word, sizeof(word));
	if (!word[0])
		return 0;
	errno = 0;
	value = strtoul(word, &end, base);
	if (errno == 0 && !*end && value <= max)
		return value;
	if (!device->unreadable)
		device->unreadable = name;
	return 0;
}

static bool link_read(const struct vpb_root *root, struct vpb_device *device,
	const char *name, char *buffer, size_t buffer_bytes)
{
	char address[VPB_ADDRESS_BYTES], path[PATH_MAX];
	int r;

	buffer[0] = '\0';
	snprintf(path, sizeof(path), "sys/bus/pci/devices/%s/%s",
		vpb_address_format(device->address, address), name);
	r = vpb_root_read_link(root, path, buffer, buffer_bytes);
	if (r < 0 && r != -ENOENT && !device->unreadable)
		device->unreadable = name;
	return r == 0;
}

static void group_read(const struct vpb_root *root, struct vpb_device *device)
{
	char word[VPB_NAME_BYTES], *end;

	device->has_group = link_read(root, device, "iommu_group", word, sizeof(word));
	if (!device->has_group)
		return;
	device->group = (unsigned int)strtoul(word, &end, 10);
	if ((*end || end == word) && !device->unreadable)
		device->unreadable = "iommu_group";
}

static void details_read(const struct vpb_root *root, struct vpb_device *device)
{
	char word[VPB_NAME_BYTES];

	device->detailed = true;
	device->subvendor =
		(uint16_t)number_read(root, device, "subsystem_vendor", 16, UINT16_MAX);
	device->subdevice =
		(uint16_t)number_read(root, device, "subsystem_device", 16, UINT16_MAX);
	device->is_boot_vga = number_read(root, device, "boot_vga", 10, 1) == 1;
	device->vf_count =
		(unsigned int)number_read(root, device, "sriov_numvfs", 10, UINT16_MAX);
	group_read(root, device);
	link_read(root, device, "driver", device->driver, sizeof(device->driver));
	device->is_vf = link_read(root, device, "physfn", word, sizeof(word));
	/* Only bridges have it (drivers/pci/pci-sysfs.c, pci_bridge_attrs_are_visible). */
	attribute_read(root, device, "secondary_bus_number", word, sizeof(word));
	device->is_bridge = word[0];
	/* "(null)" is how the kernel prints an override that is not set. */
	attribute_read(root, device, "driver_override", device->driver_override,
		sizeof(device->driver_override));
	if (strcmp(device->driver_override, "(null)") == 0)
		device->driver_override[0] = '\0';
}

void vpb_scan_details(const struct vpb_root *root, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	char word[4];

	snapshot->noiommu =
		vpb_root_read_word(root,
			"sys/module/vfio/parameters/enable_unsafe_noiommu_mode", word,
			sizeof(word)) == 0 &&
		word[0] == 'Y';
	for (size_t i = 0; i < selection->claim_count; i++) {
		struct vpb_address slot =
			snapshot->devices[selection->claims[i].device].address;

		for (size_t j = 0; j < snapshot->device_count; j++) {
			struct vpb_device *device = &snapshot->devices[j];

			if (!device->detailed &&
				vpb_address_same_slot(device->address, slot))
				details_read(root, device);
		}
	}
}
