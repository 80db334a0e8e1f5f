/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kmod.h"

#include <errno.h>
#include <libkmod.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "attribute.h"

struct kmod_ctx *vpb_kmod_open_release(const struct vpb_root *root, const char *release)
{
	const char *no_config[] = {NULL};
	char path[PATH_MAX];

	if (vpb_kmod_index_find(root, release, path) < 0)
		return NULL;
	return vpb_kmod_open(path, no_config);
}

struct kmod_ctx *vpb_kmod_open_tree(const struct vpb_root *root)
{
	char release[VPB_NAME_BYTES * 2];

	if (vpb_root_read_word(
		    root, "proc/sys/kernel/osrelease", release, sizeof(release)) < 0)
		return NULL;
	return vpb_kmod_open_release(root, release);
}

bool vpb_kmod_has_index(struct kmod_ctx *kmod)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/modules.alias.bin", kmod_get_dirname(kmod));
	return access(path, R_OK) == 0;
}

/* A module is listed once for each of its aliases that matches. */
static bool is_listed(struct kmod_list *list, const struct kmod_list *end)
{
	const char *name;
	bool found = false;
	struct kmod_module *module = kmod_module_get_module(end);

	name = kmod_module_get_name(module);
	for (struct kmod_list *i = list; !found && i != end;
		i = kmod_list_next(list, i)) {
		struct kmod_module *other = kmod_module_get_module(i);

		found = strcmp(kmod_module_get_name(other), name) == 0;
		kmod_module_unref(other);
	}
	kmod_module_unref(module);
	return found;
}

/* By its modalias with `prefix` in front of it, and without the module of the name `without`. */
static bool modules_add(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_device *device, const char *prefix, const char *without,
	struct vpb_text *names)
{
	char alias[200];
	size_t length = strlen(prefix);
	struct kmod_list *list = NULL, *item;
	bool any = false;

	if (vpb_attribute_read(root, device->address, "modalias", alias + length,
		    sizeof(alias) - length) < 0 ||
		kmod_module_new_from_lookup(kmod, memcpy(alias, prefix, length), &list) <
			0)
		return false;
	kmod_list_foreach(item, list)
	{
		struct kmod_module *module;
		const char *name;

		if (is_listed(list, item))
			continue;
		module = kmod_module_get_module(item);
		name = kmod_module_get_name(module);
		if (strcmp(name, without) != 0) {
			vpb_text_add(names, "%s%s", any ? " " : "", name);
			any = true;
		}
		kmod_module_unref(module);
	}
	kmod_module_unref_list(list);
	return any;
}

bool vpb_kmod_add_claims(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_device *device, struct vpb_text *names)
{
	return modules_add(root, kmod, device, "", "", names);
}

/* The modalias is "pci:v...", and the index has "vfio_pci:v...". */
bool vpb_kmod_add_variants(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_device *device, struct vpb_text *names)
{
	return modules_add(root, kmod, device, "vfio_", "vfio_pci", names);
}

int vpb_kmod_find(
	struct kmod_ctx *kmod, const char *name, struct kmod_module **ret_module)
{
	struct kmod_module *module = NULL;
	int r = kmod_module_new_from_name(kmod, name, &module);

	if (r < 0)
		return r;
	if (!kmod_module_get_path(module) &&
		kmod_module_get_initstate(module) != KMOD_MODULE_BUILTIN) {
		kmod_module_unref(module);
		return -ENOENT;
	}
	*ret_module = module;
	return 0;
}
