/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernels.h"

#include <ctype.h>
#include <errno.h>
#include <libkmod.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/sys/kmod.h"

/* By the kernel's own index: what is built in has no file. */
static enum vpb_vfio_form vfio_form_find(struct kmod_ctx *kmod)
{
	struct kmod_module *module = NULL;
	enum vpb_vfio_form form = VPB_VFIO_MISSING;

	if (kmod_module_new_from_name_lookup(kmod, "vfio-pci", &module) == 0 && module)
		form = kmod_module_get_path(module) ? VPB_VFIO_MODULE : VPB_VFIO_BUILT_IN;
	kmod_module_unref(module);
	return form;
}

bool vpb_facts_kernel_find(
	const struct vpb_root *root, const char *release, char ret_path[PATH_MAX])
{
	snprintf(ret_path, PATH_MAX, "lib/modules/%s/vmlinuz", release);
	if (vpb_root_has(root, ret_path))
		return true;
	snprintf(ret_path, PATH_MAX, "boot/vmlinuz-%s", release);
	return vpb_root_has(root, ret_path);
}

static int other_add(struct vpb_facts *facts, const struct vpb_root *root,
	const char *kind, const char *path, const char *word)
{
	struct vpb_other *others =
		vpb_array_grow(facts->others, facts->other_count, sizeof(*facts->others));
	VPB_CLEANUP(vpb_text_done) struct vpb_text full = {};

	if (!others)
		return -ENOMEM;
	facts->others = others;
	vpb_text_add(&full, "%s/%s", root->path, path);
	if (vpb_text_error(&full) < 0)
		return -ENOMEM;
	others += facts->other_count++;
	*others = (struct vpb_other){kind, strdup(full.data), strdup(word)};
	return others->path && others->word ? 0 : -ENOMEM;
}

/* Programs get it as one word of a command. */
static bool is_release(const char *name)
{
	for (; *name; name++)
		if (!isgraph((unsigned char)*name))
			return false;
	return true;
}

static int kernel_take(const struct vpb_root *root, const char *folder, const char *name,
	struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_kmod_unrefp) struct kmod_ctx *kmod = NULL;
	char path[PATH_MAX], running[VPB_NAME_BYTES * 2];
	struct vpb_kernel *kernels;

	/* What a removed kernel leaves behind has no index. */
	snprintf(path, sizeof(path), "%s/%s/modules.dep.bin", folder, name);
	if (!vpb_root_has(root, path) || strlen(name) >= sizeof(kernels->release) ||
		vpb_kmod_index_is_odd(root, name))
		return 0;
	if (!is_release(name)) {
		snprintf(path, sizeof(path), "%s/%s", folder, name);
		return other_add(facts, root, "kernel-name", path, "");
	}
	kmod = vpb_kmod_open_release(root, name);
	kernels = vpb_array_grow(
		facts->kernels, facts->kernel_count, sizeof(*facts->kernels));
	if (kernels)
		facts->kernels = kernels;
	if (!kmod || !kernels)
		return -ENOMEM;
	if (vpb_root_read_word(
		    root, "proc/sys/kernel/osrelease", running, sizeof(running)) < 0)
		running[0] = '\0';
	kernels += facts->kernel_count++;
	strcpy(kernels->release, name);
	kernels->vfio = vfio_form_find(kmod);
	vpb_facts_read_config(root, name, &kernels->config);
	kernels->is_running = strcmp(name, running) == 0;
	return 0;
}

int vpb_facts_gather_kernels(const struct vpb_root *root, struct vpb_facts *facts)
{
	return vpb_folder_each(root, "lib/modules", kernel_take, facts);
}

/* driverctl keeps a file a device, such as pci-0000:01:00.0, that holds the driver's name. */
static int driverctl_take(const struct vpb_root *root, const char *folder,
	const char *name, struct vpb_facts *facts)
{
	struct vpb_address address;
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	if (strncmp(name, "pci-", 4) != 0 || vpb_address_parse(name + 4, &address) < 0)
		return 0;
	return other_add(facts, root, "driverctl", path, name + 4);
}

/* modules-load.d(5) and /etc/modules: a module a line. */
static int modules_file_read(
	const struct vpb_root *root, const char *path, struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;
	int r = 0;

	if (vpb_root_read(root, path, &text) < 0)
		return 0;
	rest = text.data;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		line += strspn(line, " \t");
		line[strcspn(line, " \t\r")] = '\0';
		if (*line && *line != '#' && *line != ';')
			r = other_add(facts, root, "modules-load", path, line);
	}
	return r;
}

static int modules_take(const struct vpb_root *root, const char *folder, const char *name,
	struct vpb_facts *facts)
{
	size_t length = strlen(name);
	char path[PATH_MAX];

	if (length < 6 || strcmp(name + length - 5, ".conf") != 0)
		return 0;
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	return modules_file_read(root, path, facts);
}

int vpb_facts_gather_others(const struct vpb_root *root, struct vpb_facts *facts)
{
	static const char *const services[] = {"nvidia-persistenced.service"};
	int r = vpb_folder_each(root, "etc/driverctl.d", driverctl_take, facts);
	if (r == 0)
		r = vpb_folder_each(root, "etc/modules-load.d", modules_take, facts);
	if (r == 0)
		r = vpb_folder_each(root, "usr/lib/modules-load.d", modules_take, facts);
	if (r == 0)
		r = modules_file_read(root, "etc/modules", facts);
	for (size_t i = 0; r == 0 && i < sizeof(services) / sizeof(*services); i++) {
		char path[PATH_MAX];

		snprintf(path, sizeof(path),
			"etc/systemd/system/multi-user.target.wants/%s", services[i]);
		if (vpb_root_has(root, path))
			r = other_add(facts, root, "service", path, services[i]);
	}
	return r;
}
