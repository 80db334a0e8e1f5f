/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "driver_modules.h"

#include <errno.h>
#include <fnmatch.h>
#include <libkmod.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/sys/kmod.h"

void vpb_driver_modules_done(struct vpb_driver_modules *driver_modules)
{
	for (size_t i = 0; i < driver_modules->count; i++) {
		free(driver_modules->items[i].claims);
		vpb_softdep_done(&driver_modules->items[i].softdep);
	}
	free(driver_modules->items);
	*driver_modules = (struct vpb_driver_modules){};
}

static bool is_for_guests(const char *name)
{
	return strcmp(name, "vfio_pci") == 0 || strcmp(name, "pci_stub") == 0;
}

/* The module of that name, added where it is new; NULL when memory is out. */
static struct vpb_driver_module *driver_module_find(
	struct vpb_driver_modules *driver_modules, const char *name, size_t device_count)
{
	struct vpb_driver_module *items;

	for (size_t i = 0; i < driver_modules->count; i++)
		if (strcmp(driver_modules->items[i].name, name) == 0)
			return &driver_modules->items[i];
	items = vpb_array_grow(
		driver_modules->items, driver_modules->count, sizeof(*items));
	if (!items)
		return NULL;
	driver_modules->items = items;
	items += driver_modules->count;
	items->claims = calloc(device_count + 1, sizeof(*items->claims));
	if (!items->claims)
		return NULL;
	strncpy(items->name, name, sizeof(items->name) - 1);
	driver_modules->count++;
	return items;
}

/* What is built in is in the index of aliases as well, and has no file. */
static void form_look(struct kmod_ctx *kmod, const char *release,
	struct vpb_driver_module *driver_module)
{
	struct kmod_module *module = NULL;

	if (vpb_kmod_find(kmod, driver_module->name, &module) < 0)
		return;
	if (kmod_module_get_path(module))
		driver_module->is_loadable = true;
	else
		driver_module->built_in = release;
	kmod_module_unref(module);
}

/* As modprobe looks for them: the first line counts, and a line's name may be a pattern. */
static void softdep_look(struct kmod_ctx *config, struct vpb_driver_module *driver_module)
{
	struct kmod_config_iter *lines = kmod_config_get_softdeps(config);

	while (lines && kmod_config_iter_next(lines))
		if (fnmatch(kmod_config_iter_get_key(lines), driver_module->name, 0) ==
				0 &&
			!vpb_softdep_add(&driver_module->softdep,
				kmod_config_iter_get_value(lines)))
			break;
	kmod_config_iter_free_iter(lines);
}

static int device_look(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_snapshot *snapshot, size_t device,
	struct vpb_driver_modules *driver_modules)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text names = {};
	char *rest, *name;

	vpb_kmod_add_claims(root, kmod, &snapshot->devices[device], &names);
	if (vpb_text_error(&names) < 0)
		return -ENOMEM;
	rest = names.data;
	while ((name = strsep(&rest, " "))) {
		struct vpb_driver_module *driver_module;

		if (is_for_guests(name))
			continue;
		driver_module =
			driver_module_find(driver_modules, name, snapshot->device_count);
		if (!driver_module)
			return -ENOMEM;
		driver_module->claims[device] = true;
	}
	return 0;
}

static int kernel_look(const struct vpb_root *root, const char *release,
	const struct vpb_snapshot *snapshot, struct vpb_driver_modules *driver_modules)
{
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *kmod = vpb_kmod_open_release(root, release);
	int r = kmod ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++)
		r = device_look(root, kmod, snapshot, i, driver_modules);
	return r;
}

/* Looks at all driver_modules: this kernel's lines may be for one that only another's index knows. */
static int lines_look(const struct vpb_root *root, const char *release,
	struct vpb_driver_modules *driver_modules)
{
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *kmod = vpb_kmod_open_release(root, release);
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *config = vpb_kmod_open_config(root, release, NULL);

	if (!kmod || !config)
		return -ENOMEM;
	for (size_t i = 0; i < driver_modules->count; i++) {
		form_look(kmod, release, &driver_modules->items[i]);
		softdep_look(config, &driver_modules->items[i]);
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct vpb_driver_module *)a)->name,
		((const struct vpb_driver_module *)b)->name);
}

int vpb_driver_modules_read(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_snapshot *snapshot,
	struct vpb_driver_modules *ret_driver_modules)
{
	VPB_CLEANUP(vpb_driver_modules_done)
	struct vpb_driver_modules driver_modules = {};
	int r = 0;

	for (size_t i = 0; r == 0 && i < facts->kernel_count; i++)
		r = kernel_look(
			root, facts->kernels[i].release, snapshot, &driver_modules);
	for (size_t i = 0; r == 0 && i < facts->kernel_count; i++)
		r = lines_look(root, facts->kernels[i].release, &driver_modules);
	for (size_t i = 0; r == 0 && i < driver_modules.count; i++)
		if (vpb_text_error(&driver_modules.items[i].softdep.pre) < 0 ||
			vpb_text_error(&driver_modules.items[i].softdep.post) < 0)
			r = -ENOMEM;
	if (r < 0)
		return r;
	if (driver_modules.count)
		qsort(driver_modules.items, driver_modules.count,
			sizeof(*driver_modules.items), by_name);
	*ret_driver_modules = driver_modules;
	driver_modules = (struct vpb_driver_modules){};
	return 0;
}
