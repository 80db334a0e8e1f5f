/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "modules.h"

#include <errno.h>
#include <fnmatch.h>
#include <libkmod.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static void kmod_unrefp(struct kmod_ctx **kmod)
{
	kmod_unref(*kmod);
}

static void kmod_config_freep(struct kmod_config_iter **lines)
{
	kmod_config_iter_free_iter(*lines);
}

static void kmod_module_unref_listp(struct kmod_list **list)
{
	kmod_module_unref_list(*list);
}

/* What fails comes back as a number; libkmod's own words would go to the console as well. */
static void kmod_quiet(void *data, int priority, const char *file, int line,
	const char *function, const char *format, va_list args)
{
	(void)data, (void)priority, (void)file, (void)line, (void)function, (void)format;
	(void)args;
}

static int module_insert(struct kmod_ctx *kmod)
{
	VPB_CLEANUP(kmod_module_unref_listp) struct kmod_list *list = NULL;
	struct kmod_list *item;
	int r = kmod_module_new_from_lookup(kmod, "vfio-pci", &list);

	if (r < 0)
		return r;
	if (!list)
		return -ENOENT;
	kmod_list_foreach(item, list)
	{
		struct kmod_module *module = kmod_module_get_module(item);

		r = kmod_module_probe_insert_module(
			module, KMOD_PROBE_IGNORE_COMMAND, "ids=", NULL, NULL, NULL);
		kmod_module_unref(module);
		if (r < 0)
			return r;
	}
	return 0;
}

int vpb_modules_load_vfio(const struct vpb_root *root)
{
	VPB_CLEANUP(kmod_unrefp) struct kmod_ctx *kmod = NULL;
	int r;

	if (vpb_root_has(root, VPB_DRIVER_DIRECTORY))
		return 0;
	if (!root->is_running_machine)
		return -EOPNOTSUPP;
	kmod = kmod_new(NULL, NULL);
	if (!kmod)
		return -ENOMEM;
	kmod_set_log_fn(kmod, kmod_quiet, NULL);
	r = module_insert(kmod);
	if (r < 0)
		return r;
	return vpb_root_has(root, VPB_DRIVER_DIRECTORY) ? 0 : -ENODEV;
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
	static const char *const folders[] = {"run/modprobe.d", "etc/modprobe.d",
		"usr/local/lib/modprobe.d", "usr/lib/modprobe.d", "lib/modprobe.d"};
	enum { FOLDER_COUNT = sizeof(folders) / sizeof(*folders) };
	char paths[FOLDER_COUNT][PATH_MAX];
	const char *list[FOLDER_COUNT + 1] = {NULL};
	VPB_CLEANUP(kmod_unrefp) struct kmod_ctx *kmod = NULL;
	VPB_CLEANUP(kmod_config_freep) struct kmod_config_iter *installs = NULL;
	VPB_CLEANUP(kmod_config_freep) struct kmod_config_iter *blacklists = NULL;

	for (size_t i = 0; i < FOLDER_COUNT; i++) {
		snprintf(paths[i], sizeof(paths[i]), "%s/%s", root->path, folders[i]);
		list[i] = paths[i];
	}
	kmod = kmod_new(NULL, list);
	if (!kmod)
		return -ENOMEM;
	kmod_set_log_fn(kmod, kmod_quiet, NULL);
	blacklists = kmod_config_get_blacklists(kmod);
	snapshot->blacklisted = line_find(blacklists);
	installs = kmod_config_get_install_commands(kmod);
	if (!line_find(installs))
		return 0;
	snapshot->install_command = strdup(kmod_config_iter_get_value(installs));
	return snapshot->install_command ? 0 : -ENOMEM;
}
