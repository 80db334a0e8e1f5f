/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "facts.h"

#include <ctype.h>
#include <errno.h>
#include <libkmod.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../helper/sys/kmod.h"
#include "packed.h"

/* By the kernel's own index: what is built in has no file. */
static enum vpb_vfio_form form_find(struct kmod_ctx *kmod, const char *name)
{
	struct kmod_module *module = NULL;
	enum vpb_vfio_form form = VPB_VFIO_MISSING;

	if (vpb_kmod_find(kmod, name, &module) == 0)
		form = kmod_module_get_path(module) ? VPB_VFIO_MODULE : VPB_VFIO_BUILT_IN;
	kmod_module_unref(module);
	return form;
}

/* One option of a build configuration: "# CONFIG_X is not set" is no. */
static enum vpb_answer option_find(const char *config, const char *option)
{
	const char *at = strstr(config, option);
	size_t length = strlen(option);

	for (; at; at = strstr(at + length, option))
		if (at[length] == '=' && (at == config || at[-1] == '\n'))
			return VPB_YES;
	return VPB_NO;
}

static void config_take(const char *text, struct vpb_kernel_config *config)
{
	config->intel_iommu = option_find(text, "CONFIG_INTEL_IOMMU");
	config->amd_iommu = option_find(text, "CONFIG_AMD_IOMMU");
	config->intel_spares_gpu =
		option_find(text, "CONFIG_INTEL_IOMMU_DEFAULT_ON_INTGPU_OFF") == VPB_YES;
	config->intel_default_on =
		config->intel_spares_gpu
			? VPB_YES
			: option_find(text, "CONFIG_INTEL_IOMMU_DEFAULT_ON");
	config->passthrough = option_find(text, "CONFIG_IOMMU_DEFAULT_PASSTHROUGH");
}

static bool is_running(const struct vpb_root *root, const char *release)
{
	char running[VPB_NAME_BYTES * 2];

	return vpb_root_read_word(root, "proc/sys/kernel/osrelease", running,
		       sizeof(running)) == 0 &&
	       strcmp(release, running) == 0;
}

void vpb_facts_read_config(const struct vpb_root *root, const char *release,
	struct vpb_kernel_config *config)
{
	static const char *const places[] = {"boot/config-%s", "lib/modules/%s/config"};
	VPB_CLEANUP(vpb_text_done) struct vpb_text packed = {};
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		snprintf(path, sizeof(path), places[i], release);
#pragma GCC diagnostic pop
		if (vpb_root_read(root, path, &text) < 0 || !text.data)
			continue;
		config_take(text.data, config);
		return;
	}
	/* The running kernel may have its own with it (CONFIG_IKCONFIG_PROC). */
	if (is_running(root, release) &&
		vpb_packed_read(root, "proc/config.gz", &packed) == 0 && packed.data)
		config_take(packed.data, config);
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
	char path[PATH_MAX], index[PATH_MAX];
	struct vpb_kernel *kernels;

	/* What a removed kernel leaves in its folder has no index. */
	snprintf(path, sizeof(path), "%s/%s/modules.dep.bin", folder, name);
	if (!vpb_root_has(root, path) || strlen(name) >= sizeof(kernels->release) ||
		vpb_kmod_index_find(root, name, index) < 0)
		return 0;
	if (!is_release(name)) {
		snprintf(path, sizeof(path), "%s/%s", folder, name);
		return vpb_facts_add_conflict(facts, root, "kernel-name", path, "");
	}
	kmod = vpb_kmod_open_release(root, name);
	kernels = vpb_array_grow(
		facts->kernels, facts->kernel_count, sizeof(*facts->kernels));
	if (kernels)
		facts->kernels = kernels;
	if (!kmod || !kernels)
		return -ENOMEM;
	kernels += facts->kernel_count++;
	strcpy(kernels->release, name);
	kernels->vfio = form_find(kmod, "vfio-pci");
	kernels->has_virqfd = form_find(kmod, "vfio_virqfd") != VPB_VFIO_MISSING;
	vpb_facts_read_config(root, name, &kernels->config);
	kernels->is_running = is_running(root, name);
	return 0;
}

int vpb_facts_read_kernels(const struct vpb_root *root, struct vpb_facts *facts)
{
	return vpb_facts_each_entry(root, "lib/modules", kernel_take, facts);
}
