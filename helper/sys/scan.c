/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "details.h"
#include "folder.h"

#define DEVICES_DIRECTORY "sys/bus/pci/devices"

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
		if (selector->kind == VPB_SELECTOR_ID &&
			(selector->id.subvendor != VPB_ID_ANY ||
				selector->id.subdevice != VPB_ID_ANY))
			flags |= VPB_SCAN_SUBSYSTEM;
	}
	return flags;
}

/* Returns 0, or -errno with the attribute's name in *ret_name. */
static int ids_read(const struct vpb_root *root, unsigned int flags,
	struct vpb_device *device, const char **ret_name)
{
	static const char *const names[] = {
		"vendor", "device", "class", "subsystem_vendor", "subsystem_device"};
	size_t count = flags & VPB_SCAN_SUBSYSTEM ? 5 : 3;
	unsigned long ids[5] = {};

	for (size_t i = 0; i < count; i++) {
		int r = vpb_details_read_number(root, device, names[i], 16,
			i == 2 ? 0xffffff : UINT16_MAX, &ids[i]);

		*ret_name = names[i];
		/* Not every function has a subsystem. */
		if (r < 0 && !(i > 2 && r == -ENOENT))
			return r;
	}
	device->vendor = (uint16_t)ids[0];
	device->device = (uint16_t)ids[1];
	device->class_code = (uint16_t)(ids[2] >> 8);
	device->prog_if = (uint8_t)ids[2];
	device->subvendor = (uint16_t)ids[3];
	device->subdevice = (uint16_t)ids[4];
	/* No vendor has these numbers: a device that does not answer has. */
	if (device->vendor == 0 || device->vendor == UINT16_MAX)
		device->unreadable = "vendor";
	return 0;
}

static int scan_failed(const struct vpb_root *root, const char *entry, const char *name,
	const char *what, struct vpb_text *message)
{
	vpb_text_add(message, "%s/" DEVICES_DIRECTORY "%s%s%s%s: %s", root->path,
		*entry ? "/" : "", entry, *name ? "/" : "", name, what);
	return -EIO;
}

static int scan_once(const struct vpb_root *root, unsigned int flags,
	struct vpb_snapshot *snapshot, struct vpb_text *message)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, DEVICES_DIRECTORY);
	const char *name;

	if (folder.error)
		return scan_failed(root, "", "", strerror(-folder.error), message);
	snapshot->devices = calloc((size_t)folder.count + 1, sizeof(*snapshot->devices));
	if (!snapshot->devices)
		return -ENOMEM;
	for (int i = 0; i < folder.count; i++) {
		struct vpb_device *device = &snapshot->devices[i];
		const char *entry = folder.entries[i]->d_name;
		int r;

		if (vpb_address_parse(entry, &device->address) < 0)
			return scan_failed(
				root, entry, "", "its name is no address", message);
		r = ids_read(root, flags, device, &name);
		if (r < 0)
			return scan_failed(root, entry, name, strerror(-r), message);
		snapshot->device_count++;
	}
	return 0;
}

int vpb_scan(const struct vpb_root *root, unsigned int flags,
	struct vpb_snapshot *ret_snapshot, char **ret_message)
{
	int r = -EIO;

	*ret_message = NULL;
	for (int attempt = 0; r == -EIO && attempt < 2; attempt++) {
		VPB_CLEANUP(vpb_snapshot_done) struct vpb_snapshot snapshot = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text message = {};

		r = scan_once(root, flags, &snapshot, &message);
		if (r == -EIO && attempt > 0 && message.data)
			*ret_message = strdup(message.data);
		if (r < 0)
			continue;
		vpb_snapshot_sort(&snapshot);
		for (size_t i = 0; flags & VPB_SCAN_PARENT && i < snapshot.device_count;
			i++)
			vpb_details_read_parent(root, &snapshot.devices[i]);
		*ret_snapshot = snapshot;
		snapshot = (struct vpb_snapshot){};
	}
	return r;
}
