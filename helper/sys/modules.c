/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "modules.h"

#include <errno.h>
#include <fnmatch.h>
#include <libkmod.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "folder.h"
#include "kmod.h"

static void kmod_config_freep(struct kmod_config_iter **lines)
{
	kmod_config_iter_free_iter(*lines);
}

static void kmod_module_unrefp(struct kmod_module **module)
{
	kmod_module_unref(*module);
}

/* The running machine's, as it was read last: loading the module need not read it again. */
static struct kmod_ctx *config_read;

/* By name, so that an `alias` line of modprobe.d cannot send the look-up elsewhere. */
static int module_insert(struct kmod_ctx *kmod, const char *name, const char *options)
{
	VPB_CLEANUP(kmod_module_unrefp) struct kmod_module *module = NULL;
	int r = vpb_kmod_find(kmod, name, &module);

	if (r < 0)
		return r;
	return kmod_module_probe_insert_module(
		module, KMOD_PROBE_IGNORE_COMMAND, options, NULL, NULL, NULL);
}

static int module_load(const struct vpb_root *root, const char *name, const char *options)
{
	VPB_CLEANUP(vpb_kmod_unrefp) struct kmod_ctx *kmod = NULL;

	if (!root->is_running_machine)
		return -EOPNOTSUPP;
	kmod = config_read ? kmod_ref(config_read)
			   : vpb_kmod_open_config(root, NULL, NULL);
	if (!kmod)
		return -errno;
	return module_insert(kmod, name, options);
}

int vpb_modules_load_vfio(const struct vpb_root *root)
{
	int r;

	if (vpb_root_has(root, VPB_DRIVER_DIRECTORY))
		return 0;
	r = module_load(root, VPB_DRIVER_NAME, "ids=");
	if (r < 0)
		return r;
	return vpb_root_has(root, VPB_DRIVER_DIRECTORY) ? 0 : -ENODEV;
}

/* The name of its driver is not to be derived from the module's: the kernel links the two. */
static int driver_of_module(
	const struct vpb_root *root, const char *module, char ret_driver[VPB_NAME_BYTES])
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "sys/module/%s/drivers", module);
	folder = vpb_folder_read(root, path);
	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;

		if (strncmp(name, "pci:", 4) != 0 || strlen(name + 4) >= VPB_NAME_BYTES)
			continue;
		strcpy(ret_driver, name + 4);
		return 0;
	}
	return -ENODEV;
}

int vpb_modules_load_variant(
	const struct vpb_root *root, const char *module, char ret_driver[VPB_NAME_BYTES])
{
	int r = driver_of_module(root, module, ret_driver);

	if (r == 0)
		return 0;
	r = module_load(root, module, NULL);
	return r < 0 ? r : driver_of_module(root, module, ret_driver);
}

/* The next line for vfio-pci; libkmod spells names with '_', and a line's may be a pattern. */
static bool line_find(struct kmod_config_iter *lines)
{
	while (lines && kmod_config_iter_next(lines))
		if (fnmatch(kmod_config_iter_get_key(lines), "vfio_pci", 0) == 0)
			return true;
	return false;
}

int vpb_modules_read_config(const struct vpb_root *root, struct vpb_snapshot *snapshot)
{
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *kmod = vpb_kmod_open_config(root, NULL, &snapshot->odd_config);
	VPB_CLEANUP(kmod_config_freep) struct kmod_config_iter *installs = NULL;
	VPB_CLEANUP(kmod_config_freep) struct kmod_config_iter *blacklists = NULL;

	if (!kmod)
		return -errno;
	if (root->is_running_machine) {
		kmod_unref(config_read);
		config_read = kmod_ref(kmod);
	}
	blacklists = kmod_config_get_blacklists(kmod);
	snapshot->blacklisted = line_find(blacklists);
	installs = kmod_config_get_install_commands(kmod);
	if (!line_find(installs))
		return 0;
	snapshot->install_command = strdup(kmod_config_iter_get_value(installs));
	return snapshot->install_command ? 0 : -ENOMEM;
}

static bool module_would_claim(const struct vpb_root *root, struct kmod_ctx *kmod,
	const struct vpb_device *device)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text names = {};

	return vpb_kmod_add_claims(root, kmod, device, &names);
}

/* Only then does it matter who else has a driver. */
static bool shares_group(const struct vpb_snapshot *snapshot, size_t index)
{
	const struct vpb_device *device = &snapshot->devices[index];

	for (size_t i = 0; device->has_group && i < snapshot->device_count; i++)
		if (i != index && snapshot->devices[i].has_group &&
			snapshot->devices[i].group == device->group)
			return true;
	return false;
}

void vpb_modules_find_claims(const struct vpb_root *root, struct vpb_snapshot *snapshot)
{
	VPB_CLEANUP(vpb_kmod_unrefp) struct kmod_ctx *kmod = NULL;
	bool opened = false;

	for (size_t i = 0; i < snapshot->device_count; i++) {
		struct vpb_device *device = &snapshot->devices[i];

		if (!device->detailed || !shares_group(snapshot, i))
			continue;
		if (device->driver[0])
			device->has_module = true;
		if (device->has_module)
			continue;
		if (!opened)
			kmod = vpb_kmod_open_tree(root);
		opened = true;
		if (kmod)
			device->has_module = module_would_claim(root, kmod, device);
	}
}

/* Whether a line that names it has a word about its driver. */
static bool is_asked(const struct vpb_request *request,
	const struct vpb_selection *selection, size_t device)
{
	const struct vpb_claim *claim = NULL;

	while ((claim = vpb_selection_next(selection, device, claim)))
		if (!claim->is_companion && *request->rules[claim->rule].driver)
			return true;
	return false;
}

int vpb_modules_find_variants(const struct vpb_root *root,
	const struct vpb_request *request, const struct vpb_selection *selection,
	bool of_all, struct vpb_snapshot *snapshot)
{
	VPB_CLEANUP(vpb_kmod_unrefp) struct kmod_ctx *kmod = NULL;
	bool opened = false;

	for (size_t i = 0; i < snapshot->device_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text names = {};

		if (of_all ? !vpb_selection_has(selection, i)
			   : !is_asked(request, selection, i))
			continue;
		if (!opened)
			kmod = vpb_kmod_open_tree(root);
		opened = true;
		if (!kmod ||
			!vpb_kmod_add_variants(root, kmod, &snapshot->devices[i], &names))
			continue;
		if (vpb_text_error(&names) < 0)
			return -ENOMEM;
		snapshot->devices[i].variants = names.data;
		names = (struct vpb_text){};
	}
	return 0;
}
