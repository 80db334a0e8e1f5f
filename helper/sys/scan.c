/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scan.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pci/pci.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"
#include "details.h"

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

		/* What is bound is compared with its details; what is skipped has none read. */
		if (request->rules[i].verb == VPB_VERB_SKIP &&
			selector->identity.with_subsystem)
			flags |= VPB_SCAN_SUBSYSTEM;
		if (selector->kind == VPB_SELECTOR_PATH)
			flags |= VPB_SCAN_PARENT;
		if (selector->kind != VPB_SELECTOR_ID)
			continue;
		if (selector->id.class_mask & VPB_CLASS_MASK_PROG_IF)
			flags |= VPB_SCAN_PROG_IF;
		if (selector->id.subvendor != VPB_ID_ANY ||
			selector->id.subdevice != VPB_ID_ANY)
			flags |= VPB_SCAN_SUBSYSTEM;
	}
	return flags;
}

/*
 * The revision that comes with the programming interface is a sysfs attribute since 4.10, the
 * subsystem for ever; where one is missing libpci would read config space, so nobody asks for
 * them without need.
 */
static int libpci_flags(unsigned int flags)
{
	return PCI_FILL_IDENT | PCI_FILL_CLASS |
	       (flags & VPB_SCAN_PROG_IF ? PCI_FILL_CLASS_EXT : 0) |
	       (flags & VPB_SCAN_SUBSYSTEM ? PCI_FILL_SUBSYS : 0);
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
	device->address = (struct vpb_address){
		(uint32_t)from->domain, from->bus, from->dev, from->func};
	device->vendor = from->vendor_id;
	device->device = from->device_id;
	device->class_code = from->device_class;
	device->prog_if = from->prog_if;
	device->subvendor = from->subsys_vendor_id;
	device->subdevice = from->subsys_id;
	/* libpci makes a number of whatever is there: 0 and ffff are no vendor's. */
	if (from->vendor_id == 0 || from->vendor_id == 0xffff)
		device->unreadable = "vendor";
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

/*
 * To libpci a folder that cannot be read any further has ended there, and a display that nobody
 * sees would be no twin and no neighbour. What came or went meanwhile differs as well.
 */
static int scan_confirm(const char *sysfs, const struct vpb_snapshot *snapshot)
{
	char path[PATH_MAX + 16];
	const struct dirent *entry;
	size_t count = 0;
	DIR *folder;

	snprintf(path, sizeof(path), "%s/devices", sysfs);
	folder = opendir(path);
	errno = folder ? 0 : errno;
	while (folder && (entry = readdir(folder)))
		count += entry->d_name[0] != '.';
	snprintf(scan_message, sizeof(scan_message), "%.200s: %s", path,
		errno ? strerror(errno) : "it changes while it is read");
	if (errno)
		count = SIZE_MAX;
	if (folder)
		closedir(folder);
	return count == snapshot->device_count ? 0 : -EIO;
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
		if (r == 0)
			r = scan_confirm(path, &snapshot);
		if (r == 0) {
			vpb_snapshot_sort(&snapshot);
			for (size_t i = 0;
				flags & VPB_SCAN_PARENT && i < snapshot.device_count; i++)
				vpb_details_read_parent(root, &snapshot.devices[i]);
			*ret_snapshot = snapshot;
			snapshot = (struct vpb_snapshot){};
		}
		pci_cleanup(access);
	}
	if (r == -EIO)
		*ret_message = strdup(scan_message);
	return r;
}
