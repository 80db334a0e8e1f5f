/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * What depends on a function and is not below it: the kernel links the consumers of a device to
 * their supplier, both ways ("consumer:pci:ADDRESS", "supplier:pci:ADDRESS",
 * Documentation/ABI/testing/sysfs-devices-consumer). So do Thunderbolt and USB4, whose host interface
 * makes the tunnels to ports and controllers elsewhere (drivers/thunderbolt/acpi.c).
 */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../base/array.h"
#include "../sys/attribute.h"
#include "../sys/folder.h"
#include "parts.h"

static int supply_add(struct vpb_suppliers *suppliers, long consumer, long supplier)
{
	struct vpb_supply *items;

	if (consumer < 0 || supplier < 0)
		return 0;
	items = vpb_array_grow(suppliers->items, suppliers->count, sizeof(*items));
	if (!items)
		return -ENOMEM;
	suppliers->items = items;
	items[suppliers->count++] =
		(struct vpb_supply){(size_t)consumer, (size_t)supplier};
	return 0;
}

/*
 * The functions of a graphics card keep its display awake (drivers/pci/quirks.c, quirk_gpu_hda() and
 * quirk_gpu_usb()): that is about power, and they work without its driver.
 */
static bool is_about_power(const struct vpb_device *one, const struct vpb_device *other)
{
	return vpb_address_same_slot(one->address, other->address) &&
	       (vpb_device_is_display(one) || vpb_device_is_display(other));
}

/* The function that a link of that name leads to, or -1. */
static long linked_find(const struct vpb_snapshot *snapshot, size_t device,
	const char *name, const char *start)
{
	struct vpb_address address;
	long found;

	if (!vpb_word_has_start(name, start) ||
		vpb_address_parse(name + strlen(start), &address) < 0)
		return -1;
	found = vpb_snapshot_find(snapshot, address);
	return found >= 0 && is_about_power(&snapshot->devices[device],
				     &snapshot->devices[found])
		       ? -1
		       : found;
}

/* The function that such a link's target ends in, or -1. */
static long function_find(const struct vpb_usage *usage, size_t device, const char *name)
{
	const struct vpb_snapshot *snapshot = usage->snapshot;
	struct vpb_address address;
	char word[VPB_NAME_BYTES];

	return vpb_attribute_read_link(usage->root, snapshot->devices[device].address,
		       name, word, sizeof(word)) == 0 &&
			       vpb_address_parse(word, &address) == 0
		       ? vpb_snapshot_find(snapshot, address)
		       : -1;
}

static int links_read(const struct vpb_usage *usage, size_t device)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	const struct vpb_snapshot *snapshot = usage->snapshot;
	char path[PATH_MAX];
	int r = 0;

	folder = vpb_folder_read(
		usage->root, vpb_device_path(snapshot->devices[device].address, path));
	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		r = supply_add(usage->suppliers,
			linked_find(snapshot, device, name, "consumer:pci:"),
			(long)device);
		if (r == 0)
			r = supply_add(usage->suppliers, (long)device,
				linked_find(snapshot, device, name, "supplier:pci:"));
		if (r == 0 && vpb_word_has_start(name, "virtfn"))
			r = supply_add(usage->suppliers,
				function_find(usage, device, name), (long)device);
		if (r == 0 && strcmp(name, "physfn") == 0)
			r = supply_add(usage->suppliers, (long)device,
				function_find(usage, device, name));
	}
	return r;
}

int vpb_usage_read_suppliers(const struct vpb_usage *usage)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < usage->snapshot->device_count; i++)
		if (usage->is_candidate[i])
			r = links_read(usage, i);
	return r;
}

/* All that supply the function, also by one in between. */
static void suppliers_mark(
	const struct vpb_usage *usage, size_t device, unsigned int depth, bool *marks)
{
	const struct vpb_suppliers *suppliers = usage->suppliers;

	for (size_t i = 0; depth < 8 && i < suppliers->count; i++)
		if (suppliers->items[i].consumer == device &&
			!marks[suppliers->items[i].supplier]) {
			marks[suppliers->items[i].supplier] = true;
			suppliers_mark(
				usage, suppliers->items[i].supplier, depth + 1, marks);
		}
}

long vpb_usage_find_functions(
	const struct vpb_usage *usage, const char *target, bool *supplying)
{
	char path[PATH_MAX], *rest = path, *part;
	long found = -1;

	snprintf(path, sizeof(path), "%s", target);
	while ((part = strsep(&rest, "/"))) {
		struct vpb_address address;
		long here;

		/* "0000:01:00.0" and nothing shorter: "01:00.0" may be anything. */
		if (strlen(part) < sizeof("0000:00:00.0") - 1 ||
			vpb_address_parse(part, &address) < 0)
			continue;
		found = here = vpb_snapshot_find(usage->snapshot, address);
		if (here >= 0)
			suppliers_mark(usage, (size_t)here, 0, supplying);
	}
	return found;
}

int vpb_usage_add_suppliers(const struct vpb_usage *usage, struct vpb_blocks *blocks)
{
	const struct vpb_suppliers *suppliers = usage->suppliers;
	int r = 0;

	/* What is added is looked at as well. */
	for (size_t i = 0; suppliers->count && i < blocks->count; i++)
		for (size_t j = 0; r == 0 && j < blocks->items[i].function_count; j++) {
			long here = vpb_snapshot_find(
				usage->snapshot, blocks->items[i].functions[j]);

			for (size_t k = 0; r == 0 && k < suppliers->count; k++)
				if ((long)suppliers->items[k].consumer == here)
					r = vpb_block_add_function(&blocks->items[i],
						usage->snapshot
							->devices[suppliers->items[k]
									  .supplier]
							.address);
		}
	return r;
}
