/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inventory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/attribute.h"
#include "../../helper/sys/details.h"
#include "../../helper/sys/framebuffer.h"
#include "../../helper/sys/kmod.h"
#include "../../helper/sys/scan.h"

void vpb_inventory_done(struct vpb_inventory *inventory)
{
	for (size_t i = 0; inventory->items && i < inventory->snapshot.device_count; i++)
		free(inventory->items[i].modules);
	free(inventory->items);
	vpb_snapshot_done(&inventory->snapshot);
	*inventory = (struct vpb_inventory){};
}

/* What is missing or not understood is "": here it is only shown. */
static void word_read(const struct vpb_root *root, const struct vpb_device *device,
	const char *name, char *buffer, size_t buffer_bytes)
{
	if (vpb_attribute_read(root, device->address, name, buffer, buffer_bytes) < 0)
		buffer[0] = '\0';
}

static void physfn_read(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_item *item)
{
	char name[VPB_NAME_BYTES];

	item->has_physfn = vpb_attribute_read_link(root, device->address, "physfn", name,
				   sizeof(name)) == 0 &&
			   vpb_address_parse(name, &item->physfn) == 0;
}

static void power_read(const struct vpb_root *root, const struct vpb_device *device,
	struct vpb_item *item)
{
	word_read(root, device, "power_state", item->power_state,
		sizeof(item->power_state));
	word_read(root, device, "power/control", item->power_control,
		sizeof(item->power_control));
	word_read(root, device, "power/runtime_status", item->runtime_status,
		sizeof(item->runtime_status));
	word_read(root, device, "d3cold_allowed", item->d3cold_allowed,
		sizeof(item->d3cold_allowed));
	item->is_asleep = strcmp(item->runtime_status, "suspended") == 0;
}

static int item_read(const struct vpb_root *root, struct vpb_namer *namer,
	struct kmod_ctx *kmod, struct vpb_device *device, struct vpb_item *item)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text modules = {};

	vpb_namer_look_up(namer, device, &item->names);
	if (kmod)
		vpb_kmod_add_claims(root, kmod, device, &modules);
	if (vpb_text_error(&modules) < 0)
		return -ENOMEM;
	item->modules = strdup(modules.data ? modules.data : "");
	if (!item->modules)
		return -ENOMEM;
	device->has_module = device->driver[0] || item->modules[0];
	word_read(root, device, "reset_method", item->reset_methods,
		sizeof(item->reset_methods));
	power_read(root, device, item);
	if (device->is_vf)
		physfn_read(root, device, item);
	return 0;
}

int vpb_inventory_read(const struct vpb_root *root, struct vpb_inventory *ret_inventory,
	char **ret_message)
{
	VPB_CLEANUP(vpb_inventory_done) struct vpb_inventory inventory = {};
	VPB_CLEANUP(vpb_kmod_unrefp) struct kmod_ctx *kmod = NULL;
	VPB_CLEANUP(vpb_namer_freep) struct vpb_namer *namer = vpb_namer_new(root);
	int r;

	*ret_message = NULL;
	if (!namer)
		return -ENOMEM;
	r = vpb_scan(root, 0, &inventory.snapshot, ret_message);
	if (r < 0)
		return r;
	inventory.items =
		calloc(inventory.snapshot.device_count + 1, sizeof(*inventory.items));
	if (!inventory.items)
		return -ENOMEM;
	vpb_details_read_all(root, &inventory.snapshot);
	kmod = vpb_kmod_open_tree(root);
	inventory.no_module_index = !kmod || !vpb_kmod_has_index(kmod);
	inventory.no_framebuffers = vpb_framebuffers_are_hidden(root);
	for (size_t i = 0; r == 0 && i < inventory.snapshot.device_count; i++)
		r = item_read(root, namer, inventory.no_module_index ? NULL : kmod,
			&inventory.snapshot.devices[i], &inventory.items[i]);
	if (r < 0)
		return r;
	*ret_inventory = inventory;
	inventory = (struct vpb_inventory){};
	return 0;
}
