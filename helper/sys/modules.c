/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "modules.h"

#include <errno.h>
#include <libkmod.h>
#include <stdarg.h>

static void kmod_unrefp(struct kmod_ctx **kmod)
{
	kmod_unref(*kmod);
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
