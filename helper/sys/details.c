/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "details.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attribute.h"
#include "folder.h"
#include "framebuffer.h"

/*
 * Reads one attribute of the device; one that is missing is "". The kernel shows none that is
 * empty: that would be as good as missing, and a guard would see nothing.
 */
static void attribute_read(const struct vpb_root *root, struct vpb_device *device,
	const char *name, char *buffer, size_t buffer_bytes)
{
	int r;

	buffer[0] = '\0';
	r = vpb_attribute_read(root, device->address, name, buffer, buffer_bytes);
	if (r == 0 && !buffer[0])
		r = -ENODATA;
	if (r < 0 && r != -ENOENT && !device->unreadable)
		device->unreadable = name;
}

int vpb_details_read_number(const struct vpb_root *root, struct vpb_device *device,
	const char *name, int base, unsigned long max, unsigned long *ret_value)
{
	char word[VPB_NAME_BYTES], *end;
	unsigned long value;
	int r = vpb_attribute_read(root, device->address, name, word, sizeof(word));

	if (r < 0 && r != -EBADMSG)
		return r;
	if (r == 0 && word[0]) {
		errno = 0;
		value = strtoul(word, &end, base);
		if (errno == 0 && !*end && value <= max) {
			*ret_value = value;
			return 0;
		}
	}
	if (!device->unreadable)
		device->unreadable = name;
	*ret_value = 0;
	return 0;
}

/* One that is missing is 0. */
static unsigned long number_read(const struct vpb_root *root, struct vpb_device *device,
	const char *name, int base, unsigned long max)
{
	unsigned long value = 0;
	int r = vpb_details_read_number(root, device, name, base, max, &value);

	if (r < 0 && r != -ENOENT && !device->unreadable)
		device->unreadable = name;
	return value;
}

static bool link_read(const struct vpb_root *root, struct vpb_device *device,
	const char *name, char *buffer, size_t buffer_bytes)
{
	int r;

	buffer[0] = '\0';
	r = vpb_attribute_read_link(root, device->address, name, buffer, buffer_bytes);
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

/* "(null)" is how the kernel prints an override that is not set. */
static void override_read(const struct vpb_root *root, struct vpb_device *device)
{
	attribute_read(root, device, "driver_override", device->driver_override,
		sizeof(device->driver_override));
	if (strcmp(device->driver_override, "(null)") == 0)
		device->driver_override[0] = '\0';
}

static void subsystem_read(const struct vpb_root *root, struct vpb_device *device)
{
	device->subvendor =
		(uint16_t)number_read(root, device, "subsystem_vendor", 16, UINT16_MAX);
	device->subdevice =
		(uint16_t)number_read(root, device, "subsystem_device", 16, UINT16_MAX);
}

/*
 * Whatever driver it is, one that has made a VFIO device of it gives it to VMs (drivers/vfio/vfio_main.c,
 * vfio_init_device(), from 6.1 on).
 */
static bool is_on_variant(const struct vpb_root *root, const struct vpb_device *device)
{
	char path[PATH_MAX];

	return device->driver[0] && strcmp(device->driver, VPB_DRIVER_NAME) != 0 &&
	       vpb_root_has(root, vpb_attribute_path(device->address, "vfio-dev", path));
}

static void details_read(const struct vpb_root *root, struct vpb_device *device)
{
	char word[VPB_NAME_BYTES];

	device->detailed = true;
	subsystem_read(root, device);
	device->is_boot_vga = number_read(root, device, "boot_vga", 10, 1) == 1;
	device->vf_count =
		(unsigned int)number_read(root, device, "sriov_numvfs", 10, UINT16_MAX);
	group_read(root, device);
	link_read(root, device, "driver", device->driver, sizeof(device->driver));
	device->has_variant = is_on_variant(root, device);
	device->is_vf = link_read(root, device, "physfn", word, sizeof(word));
	/* Only bridges have it (drivers/pci/pci-sysfs.c, pci_bridge_attrs_are_visible). */
	attribute_read(root, device, "secondary_bus_number", word, sizeof(word));
	device->is_bridge = word[0];
	override_read(root, device);
}

/*
 * The device's link leads through the bridges above it:
 * ../../../devices/pci0000:00/0000:00:01.0/0000:01:00.0. On a root bus the name before the
 * device is no address.
 */
void vpb_details_read_parent(const struct vpb_root *root, struct vpb_device *device)
{
	char path[PATH_MAX], target[PATH_MAX], *name;

	if (vpb_root_read_target(root, vpb_device_path(device->address, path), target) <
		0)
		return;
	name = strrchr(target, '/');
	if (!name)
		return;
	*name = '\0';
	name = strrchr(target, '/');
	device->has_parent = name && vpb_address_parse(name + 1, &device->parent) == 0;
}

static void ancestors_read(const struct vpb_root *root, struct vpb_snapshot *snapshot,
	struct vpb_device *device)
{
	/* No chain is longer than there are devices; one that goes round would have no end. */
	for (size_t left = snapshot->device_count; left > 0; left--) {
		long parent;

		vpb_details_read_parent(root, device);
		parent = vpb_snapshot_parent(snapshot, device);
		if (parent < 0)
			return;
		device = &snapshot->devices[parent];
	}
}

void vpb_details_read_identity(const struct vpb_root *root, struct vpb_snapshot *snapshot,
	struct vpb_device *device)
{
	if (!device->detailed)
		subsystem_read(root, device);
	ancestors_read(root, snapshot, device);
}

/* A copy of another machine may lack that file. */
static int framebuffers_read(const struct vpb_root *root,
	struct vpb_memory_range ranges[VPB_FRAMEBUFFERS_MAX],
	struct vpb_snapshot *snapshot)
{
	int count = vpb_framebuffers_read(root, ranges);

	if (count < 0 && (count != -ENOENT || root->is_running_machine))
		snapshot->framebuffers_error = -count;
	return count;
}

static void slot_member_read(const struct vpb_root *root, struct vpb_snapshot *snapshot,
	struct vpb_device *device, const struct vpb_memory_range *framebuffers,
	int framebuffer_count)
{
	details_read(root, device);
	device->has_framebuffer = vpb_device_is_display(device) &&
				  vpb_framebuffer_is_below(root, device->address,
					  framebuffers, framebuffer_count);
	ancestors_read(root, snapshot, device);
}

/* Audio of this claimed display's vendor may be taken along from below the same switch. */
static void brought_read(const struct vpb_root *root, struct vpb_snapshot *snapshot,
	const struct vpb_device *display)
{
	long upstream = vpb_snapshot_above(snapshot, display, 2);

	for (size_t i = 0; upstream >= 0 && i < snapshot->device_count; i++) {
		struct vpb_device *device = &snapshot->devices[i];

		if (device->detailed || device->class_code != VPB_CLASS_AUDIO ||
			device->vendor != display->vendor)
			continue;
		ancestors_read(root, snapshot, device);
		if (vpb_snapshot_above(snapshot, device, 2) == upstream)
			details_read(root, device);
	}
}

/* For a display that is not asked for it matters only whether the host may be left with it. */
static void screen_read(const struct vpb_root *root, struct vpb_device *device)
{
	char word[VPB_NAME_BYTES];

	link_read(root, device, "driver", device->driver, sizeof(device->driver));
	device->has_variant = is_on_variant(root, device);
	device->is_vf = link_read(root, device, "physfn", word, sizeof(word));
	override_read(root, device);
}

/* Reads the members of this device's group that have not been read for another reason. */
static void group_members_read(const struct vpb_root *root, struct vpb_snapshot *snapshot,
	const struct vpb_device *device)
{
	struct vpb_folder folder;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "sys/kernel/iommu_groups/%u/devices", device->group);
	folder = vpb_folder_read(root, path);
	for (int i = 0; i < folder.count; i++) {
		struct vpb_address address;
		long member = -1;

		if (vpb_address_parse(folder.entries[i]->d_name, &address) == 0)
			member = vpb_snapshot_find(snapshot, address);
		if (member >= 0 && !snapshot->devices[member].detailed)
			details_read(root, &snapshot->devices[member]);
	}
	vpb_folder_done(&folder);
}

static void claimed_read(const struct vpb_root *root,
	const struct vpb_selection *selection, struct vpb_snapshot *snapshot)
{
	struct vpb_memory_range framebuffers[VPB_FRAMEBUFFERS_MAX];
	int framebuffer_count = framebuffers_read(root, framebuffers, snapshot);
	bool any_display = false;
	size_t end;

	for (size_t i = 0; i < snapshot->device_count; i++) {
		const struct vpb_device *claimed = &snapshot->devices[i];

		if (!vpb_selection_has(selection, i))
			continue;
		any_display |= vpb_device_is_display(claimed);
		for (size_t j = vpb_snapshot_slot(snapshot, i, &end); j < end; j++)
			if (!snapshot->devices[j].detailed)
				slot_member_read(root, snapshot, &snapshot->devices[j],
					framebuffers, framebuffer_count);
		if (vpb_device_is_display(claimed))
			brought_read(root, snapshot, claimed);
	}
	for (size_t i = 0; any_display && i < snapshot->device_count; i++)
		if (vpb_device_is_display(&snapshot->devices[i]) &&
			!snapshot->devices[i].detailed)
			screen_read(root, &snapshot->devices[i]);
}

/* Where that cannot be told: no. */
static bool is_kernel_before_5_19(const struct vpb_root *root)
{
	char release[VPB_NAME_BYTES * 2];
	unsigned int major, minor;

	return vpb_root_read_word(root, "proc/sys/kernel/osrelease", release,
		       sizeof(release)) == 0 &&
	       sscanf(release, "%3u.%3u", &major, &minor) == 2 &&
	       (major < 5 || (major == 5 && minor < 19));
}

void vpb_details_read(const struct vpb_root *root, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	char word[4];

	snapshot->spares_bridges = is_kernel_before_5_19(root);
	snapshot->noiommu =
		vpb_root_read_word(root,
			"sys/module/vfio/parameters/enable_unsafe_noiommu_mode", word,
			sizeof(word)) == 0 &&
		word[0] == 'Y';
	claimed_read(root, selection, snapshot);
	/* Companions too, which are not claimed yet: they are among those read so far. */
	for (size_t i = 0; i < snapshot->device_count; i++)
		if (snapshot->devices[i].detailed && snapshot->devices[i].has_group)
			group_members_read(root, snapshot, &snapshot->devices[i]);
}

void vpb_details_read_all(const struct vpb_root *root, struct vpb_snapshot *snapshot)
{
	struct vpb_memory_range framebuffers[VPB_FRAMEBUFFERS_MAX];
	int framebuffer_count = framebuffers_read(root, framebuffers, snapshot);

	snapshot->spares_bridges = is_kernel_before_5_19(root);
	for (size_t i = 0; i < snapshot->device_count; i++) {
		struct vpb_device *device = &snapshot->devices[i];

		details_read(root, device);
		device->has_framebuffer = vpb_device_is_display(device) &&
					  vpb_framebuffer_is_below(root, device->address,
						  framebuffers, framebuffer_count);
		vpb_details_read_parent(root, device);
	}
}
