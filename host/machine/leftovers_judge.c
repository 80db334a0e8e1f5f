/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "leftovers_judge.h"

#include <errno.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/core/match.h"

void vpb_leftover_verdict_done(struct vpb_leftover_verdict *verdict)
{
	vpb_text_done(&verdict->reason);
	vpb_text_done(&verdict->stays);
}

bool vpb_leftover_next_id(
	const char **rest, const char **ret_item, struct vpb_selector *ret_selector)
{
	while (**rest) {
		const char *item = *rest;

		*rest += strcspn(item, ",");
		*rest += **rest == ',';
		if (vpb_selector_parse_vfio_ids(item, ret_selector) < 0)
			continue;
		*ret_item = item;
		return true;
	}
	return false;
}

/*
 * What guides write against, by the devices that it drives: these may not be installed, and
 * nvidia_drm has no device of its own.
 */
static const struct family {
	const char *start; /* of the module's name */
	uint16_t vendor; /* or 0 */
	uint16_t class_code, class_mask;
} families[] = {
	{"nvidia", 0x10de, 0x0300, 0xff00},
	{"nouveau", 0x10de, 0x0300, 0xff00},
	{"amdgpu", 0x1002, 0x0300, 0xff00},
	{"radeon", 0x1002, 0x0300, 0xff00},
	{"i915", 0x8086, 0x0300, 0xff00},
	{"snd_hda_intel", 0, VPB_CLASS_AUDIO, 0xffff},
	{"snd-hda-intel", 0, VPB_CLASS_AUDIO, 0xffff},
};

static bool family_has(const char *name, size_t length, const struct vpb_device *device)
{
	for (size_t i = 0; i < VPB_ARRAY_SIZE(families); i++) {
		const struct family *family = &families[i];

		if (length >= strlen(family->start) &&
			strncmp(name, family->start, strlen(family->start)) == 0 &&
			(!family->vendor || family->vendor == device->vendor) &&
			(device->class_code & family->class_mask) == family->class_code)
			return true;
	}
	return false;
}

static const struct vpb_driver_module *module_find(
	const struct vpb_leftovers_scene *scene, const char *name, size_t length)
{
	for (size_t i = 0; i < scene->driver_modules->count; i++)
		if (vpb_module_name_is(
			    name, length, scene->driver_modules->items[i].name))
			return &scene->driver_modules->items[i];
	return NULL;
}

/* Whether that module would take the device: by the kernels' indexes, else by what is known. */
static bool would_take(const struct vpb_leftovers_scene *scene, const char *name,
	size_t length, size_t device)
{
	const struct vpb_driver_module *module = module_find(scene, name, length);

	return module ? module->claims[device]
		      : family_has(name, length, &scene->now->devices[device]);
}

/* Whether some line is against that module. */
static bool is_kept_out(const struct vpb_leftovers_scene *scene, const char *name)
{
	for (size_t i = 0; i < scene->leftovers->count; i++) {
		const struct vpb_leftover *item = &scene->leftovers->items[i];

		if (item->kind == VPB_LEFTOVER_AGAINST &&
			vpb_module_name_is(item->names, strlen(item->names), name))
			return true;
	}
	return false;
}

/* Distributions keep the kernel's old framebuffer drivers out themselves. */
static bool is_framebuffer(const char *name, size_t length)
{
	return length > 2 && strncmp(name + length - 2, "fb", 2) == 0;
}

/* Another driver of the host's for the device, which the line makes room for. */
static const char *rival_find(const struct vpb_leftovers_scene *scene, const char *name,
	size_t length, size_t device)
{
	for (size_t i = 0; i < scene->driver_modules->count; i++) {
		const struct vpb_driver_module *module = &scene->driver_modules->items[i];

		if (module->claims[device] && module->is_loadable &&
			!is_framebuffer(module->name, strlen(module->name)) &&
			!vpb_module_name_is(name, length, module->name) &&
			!is_kept_out(scene, module->name))
			return module->name;
	}
	return NULL;
}

static void against_one(const struct vpb_leftovers_scene *scene, const char *name,
	size_t length, struct vpb_leftover_verdict *verdict)
{
	char address[VPB_ADDRESS_BYTES];

	for (size_t i = 0; i < scene->now->device_count; i++) {
		const struct vpb_device *device = &scene->now->devices[i];
		const char *rival;

		if (!would_take(scene, name, length, i))
			continue;
		vpb_address_format(device->address, address);
		if (!scene->given[i]) {
			/* An nvidia_drm that nobody has is needed by no device. */
			if (!verdict->stays.length)
				vpb_text_add(&verdict->stays,
					"keeps %.*s from %s as well, which stays with the "
					"host",
					(int)length, name, address);
			continue;
		}
		rival = rival_find(scene, name, length, i);
		verdict->is_needed |= rival != NULL;
		if (rival && !verdict->stays.length)
			vpb_text_add(&verdict->stays,
				"makes room for %s, the host's driver for %s when that is "
				"given back",
				rival, address);
		if (!verdict->is_named)
			vpb_text_add(&verdict->reason,
				"is not needed with vfio-prebind, which binds %s before the "
				"host's drivers load",
				address);
		verdict->is_named = true;
	}
}

static void against_judge(const struct vpb_leftovers_scene *scene,
	const struct vpb_leftover *item, struct vpb_leftover_verdict *verdict)
{
	for (const char *name = item->names; *name;) {
		size_t length = strcspn(name, ",");

		if (!is_framebuffer(name, length))
			against_one(scene, name, length, verdict);
		name += length + (name[length] == ',');
	}
}

/* What vfio-pci has by that line today must not go back to the host unsaid. */
static void ids_judge(const struct vpb_leftovers_scene *scene,
	const struct vpb_leftover *item, struct vpb_leftover_verdict *verdict)
{
	const char *rest = item->names, *id;
	struct vpb_selector selector;
	char address[VPB_ADDRESS_BYTES];

	verdict->is_named = true;
	vpb_text_add(&verdict->reason,
		"gives devices to vfio-pci beside vfio-prebind's configuration");
	while (!item->trouble && vpb_leftover_next_id(&rest, &id, &selector))
		for (size_t i = 0; i < scene->now->device_count; i++) {
			const struct vpb_device *device = &scene->now->devices[i];

			if (scene->kept[i] || verdict->stays.length ||
				(!vpb_device_is_for_vms(device) && !scene->given[i]) ||
				!vpb_selector_matches(&selector, scene->now, device))
				continue;
			vpb_text_add(&verdict->stays,
				"gives %s to vfio-pci, which is not set up",
				vpb_address_format(device->address, address));
		}
}

/*
 * On some laptops pci-stub keeps the keyboard alive: a device that is not given to VMs is none of
 * our business.
 */
static void stub_judge(const struct vpb_leftovers_scene *scene,
	const struct vpb_leftover *item, struct vpb_leftover_verdict *verdict)
{
	const char *rest = item->names, *id;
	struct vpb_selector selector;
	char address[VPB_ADDRESS_BYTES];

	vpb_text_add(&verdict->reason,
		"keeps from vfio-pci what vfio-prebind's configuration gives to it");
	while (vpb_leftover_next_id(&rest, &id, &selector))
		for (size_t i = 0; i < scene->now->device_count; i++) {
			const struct vpb_device *device = &scene->now->devices[i];

			if (!vpb_selector_matches(&selector, scene->now, device))
				continue;
			verdict->is_named |= scene->kept[i];
			if (!scene->kept[i] && !verdict->stays.length)
				vpb_text_add(&verdict->stays,
					"keeps %s from the host's drivers, too",
					vpb_address_format(device->address, address));
		}
}

int vpb_leftover_judge(const struct vpb_leftovers_scene *scene, size_t index,
	struct vpb_leftover_verdict *ret_verdict)
{
	const struct vpb_leftover *item = &scene->leftovers->items[index];

	switch (item->kind) {
	case VPB_LEFTOVER_IDS:
		ids_judge(scene, item, ret_verdict);
		break;
	case VPB_LEFTOVER_STUB:
		stub_judge(scene, item, ret_verdict);
		break;
	case VPB_LEFTOVER_AGAINST:
		against_judge(scene, item, ret_verdict);
		break;
	case VPB_LEFTOVER_LOAD:
		ret_verdict->is_named = true;
		vpb_text_add(&ret_verdict->reason,
			"is not needed with vfio-prebind, which loads vfio's modules itself");
		break;
	case VPB_LEFTOVER_ORDER:
		ret_verdict->is_named = true;
		vpb_text_add(&ret_verdict->reason,
			"is not needed with vfio-prebind, which binds before the host's drivers "
			"load");
		break;
	case VPB_LEFTOVER_PROGRAM:
		ret_verdict->is_named = true;
		vpb_text_add(&ret_verdict->reason,
			"does not run with vfio-prebind, which loads vfio-pci itself, so what that "
			"program binds has to be in vfio-prebind's configuration");
		break;
	case VPB_LEFTOVER_FILE:
		ret_verdict->is_named = true;
		vpb_text_add(&ret_verdict->reason,
			"is not needed with vfio-prebind, which puts what vfio needs into "
			"the image itself");
		break;
	case VPB_LEFTOVER_SCRIPT:
		ret_verdict->is_named = true;
		vpb_text_add(&ret_verdict->reason,
			"is not needed with vfio-prebind, which binds what its own "
			"configuration names");
		break;
	}
	if (vpb_text_error(&ret_verdict->reason) < 0)
		return -ENOMEM;
	return vpb_text_error(&ret_verdict->stays);
}
