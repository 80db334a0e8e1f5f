/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "driver_modules.h"

#include <errno.h>
#include <fnmatch.h>
#include <libkmod.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/sys/kmod.h"

void vpb_claimants_done(struct vpb_claimants *claimants)
{
	for (size_t i = 0; i < claimants->count; i++) {
		free(claimants->items[i].claims);
		vpb_softdep_done(&claimants->items[i].softdep);
	}
	free(claimants->items);
	*claimants = (struct vpb_claimants){};
}

static bool is_for_guests(const char *name)
{
	return strcmp(name, "vfio_pci") == 0 || strcmp(name, "pci_stub") == 0;
}

/* The module of that name, added where it is new; NULL when memory is out. */
static struct vpb_claimant *claimant_find(
	struct vpb_claimants *claimants, const char *name, size_t device_count)
{
	struct vpb_claimant *items;

	for (size_t i = 0; i < claimants->count; i++)
		if (strcmp(claimants->items[i].name, name) == 0)
			return &claimants->items[i];
	items = vpb_array_grow(claimants->items, claimants->count, sizeof(*items));
	if (!items)
		return NULL;
	claimants->items = items;
	items += claimants->count;
	items->claims = calloc(device_count + 1, sizeof(*items->claims));
	if (!items->claims)
		return NULL;
	strncpy(items->name, name, sizeof(items->name) - 1);
	claimants->count++;
	return items;
}

/* What is built in is in the index of aliases as well, and has no file. */
static void form_look(
	struct kmod_ctx *kmod, const char *release, struct vpb_claimant *claimant)
{
	struct kmod_module *module = NULL;

	if (kmod_module_new_from_name_lookup(kmod, claimant->name, &module) < 0 ||
		!module)
		return;
	if (kmod_module_get_path(module))
		claimant->is_loadable = true;
	else
		claimant->built_in = release;
	kmod_module_unref(module);
}

/* As modprobe looks for them: the first line counts, and a line's name may be a pattern. */
static void softdep_look(struct kmod_ctx *config, struct vpb_claimant *claimant)
{
	struct kmod_config_iter *lines = kmod_config_get_softdeps(config);

	while (lines && kmod_config_iter_next(lines))
		if (fnmatch(kmod_config_iter_get_key(lines), claimant->name, 0) == 0 &&
			!vpb_softdep_add(
				&claimant->softdep, kmod_config_iter_get_value(lines)))
			break;
	kmod_config_iter_free_iter(lines);
}

static int device_look(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_snapshot *snapshot, size_t device,
	struct vpb_claimants *claimants)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text names = {};
	char *rest, *name;

	vpb_kmod_add_claims(root, kmod, &snapshot->devices[device], &names);
	if (vpb_text_error(&names) < 0)
		return -ENOMEM;
	rest = names.data;
	while ((name = strsep(&rest, " "))) {
		struct vpb_claimant *claimant;

		if (is_for_guests(name))
			continue;
		claimant = claimant_find(claimants, name, snapshot->device_count);
		if (!claimant)
			return -ENOMEM;
		claimant->claims[device] = true;
	}
	return 0;
}

static int kernel_look(const struct vpb_root *root, const char *release,
	const struct vpb_snapshot *snapshot, struct vpb_claimants *claimants)
{
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *kmod = vpb_kmod_open_release(root, release);
	int r = kmod ? 0 : -ENOMEM;

	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++)
		r = device_look(root, kmod, snapshot, i, claimants);
	return r;
}

/* Of all claimants: this kernel's lines may be for one that only another's index knows. */
static int lines_look(
	const struct vpb_root *root, const char *release, struct vpb_claimants *claimants)
{
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *kmod = vpb_kmod_open_release(root, release);
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *config = vpb_kmod_open_config(root, release, NULL);

	if (!kmod || !config)
		return -ENOMEM;
	for (size_t i = 0; i < claimants->count; i++) {
		form_look(kmod, release, &claimants->items[i]);
		softdep_look(config, &claimants->items[i]);
	}
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct vpb_claimant *)a)->name,
		((const struct vpb_claimant *)b)->name);
}

int vpb_claimants_read(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_snapshot *snapshot, struct vpb_claimants *ret_claimants)
{
	VPB_CLEANUP(vpb_claimants_done) struct vpb_claimants claimants = {};
	int r = 0;

	for (size_t i = 0; r == 0 && i < facts->kernel_count; i++)
		r = kernel_look(root, facts->kernels[i].release, snapshot, &claimants);
	for (size_t i = 0; r == 0 && i < facts->kernel_count; i++)
		r = lines_look(root, facts->kernels[i].release, &claimants);
	for (size_t i = 0; r == 0 && i < claimants.count; i++)
		if (vpb_text_error(&claimants.items[i].softdep.pre) < 0 ||
			vpb_text_error(&claimants.items[i].softdep.post) < 0)
			r = -ENOMEM;
	if (r < 0)
		return r;
	if (claimants.count)
		qsort(claimants.items, claimants.count, sizeof(*claimants.items),
			by_name);
	*ret_claimants = claimants;
	claimants = (struct vpb_claimants){};
	return 0;
}
