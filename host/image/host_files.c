/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host_files.h"

#include <errno.h>
#include <fcntl.h>
#include <libkmod.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../../helper/sys/folder.h"
#include "../../helper/sys/kmod.h"
#include "../../helper/sys/sources.h"
#include "elf.h"

static int file_add(const struct vpb_root *root, const char *path, struct vpb_image *host)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_image_file *file;

	if (!vpb_root_has(root, path))
		return 0;
	file = vpb_image_add(host, path);
	if (!file)
		return -ENOMEM;
	/* In an image it is an empty file, which does the same. */
	if (vpb_root_is_mask(root, path) || vpb_root_read(root, path, &text) == 0)
		vpb_text_add_bytes(
			&file->content, text.data ? text.data : "", text.length);
	if (vpb_text_error(&file->content) < 0)
		return -ENOMEM;
	return vpb_image_is_elf(path) && file->content.length
		       ? vpb_image_elf_read(
				 file, file->content.data, file->content.length)
		       : 0;
}

static int folder_add(
	const struct vpb_root *root, const char *path, struct vpb_image *host)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, path);
	int r = 0;

	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		size_t length = strlen(name);
		char full[PATH_MAX];

		if (length <= 5 || strcmp(name + length - 5, ".conf") != 0)
			continue;
		snprintf(full, sizeof(full), "%s/%s", path, name);
		r = file_add(root, full, host);
	}
	return r;
}

int vpb_image_host_read(const struct vpb_root *root, struct vpb_image *ret_host)
{
	static const char *const files[] = {VPB_CONFIG_FILE, VPB_IMAGE_HELPER,
		"usr/lib/vfio-prebind/" VPB_IMAGE_UNIT, "usr/lib/" VPB_IMAGE_RULE,
		"etc/" VPB_IMAGE_RULE};
	/* lib/modprobe.d is the same folder as usr/lib/modprobe.d, mostly. */
	static const char *const folders[] = {VPB_CONFIG_DIRECTORY_ETC,
		VPB_CONFIG_DIRECTORY_USR, "etc/modprobe.d", "usr/local/lib/modprobe.d",
		"usr/lib/modprobe.d", "lib/modprobe.d"};
	VPB_CLEANUP(vpb_image_done) struct vpb_image host = {};
	size_t folder_count = sizeof(folders) / sizeof(*folders);
	struct stat status;
	int r = 0;

	if (vpb_root_stat(root, "lib", AT_SYMLINK_NOFOLLOW, &status) == 0 &&
		S_ISLNK(status.st_mode))
		folder_count--;
	for (size_t i = 0; r == 0 && i < sizeof(files) / sizeof(*files); i++)
		r = file_add(root, files[i], &host);
	for (size_t i = 0; r == 0 && i < folder_count; i++)
		r = folder_add(root, folders[i], &host);
	if (r == 0)
		r = vpb_image_settle(&host);
	if (r < 0)
		return r;
	*ret_host = host;
	host = (struct vpb_image){};
	return 0;
}

static void module_add(struct kmod_ctx *kmod, const char *name, struct vpb_text *names)
{
	struct kmod_module *module = NULL;
	struct kmod_list *needed, *item;

	if (vpb_kmod_find(kmod, name, &module) < 0)
		return;
	/* What is built in has no file, and needs none. */
	if (kmod_module_get_path(module)) {
		vpb_text_add(names, "%s\n", kmod_module_get_name(module));
		needed = kmod_module_get_dependencies(module);
		kmod_list_foreach(item, needed)
		{
			struct kmod_module *other = kmod_module_get_module(item);

			vpb_text_add(names, "%s\n", kmod_module_get_name(other));
			kmod_module_unref(other);
		}
		kmod_module_unref_list(needed);
	}
	kmod_module_unref(module);
}

int vpb_image_host_modules(const struct vpb_root *root, const char *release,
	const char *others, struct vpb_text *names)
{
	VPB_CLEANUP(vpb_kmod_unrefp)
	struct kmod_ctx *kmod = vpb_kmod_open_release(root, release);
	VPB_CLEANUP(vpb_freep) char *copy = strdup(others);
	char *rest = copy, *name;

	if (!kmod || !copy)
		return -ENOMEM;
	module_add(kmod, VPB_DRIVER_NAME, names);
	while ((name = strsep(&rest, "\n")))
		if (*name)
			module_add(kmod, name, names);
	return vpb_text_error(names);
}

bool vpb_image_host_has_hook(const struct vpb_root *root, enum vpb_generator generator)
{
	static const char *const hooks[] = {[VPB_GENERATOR_UNKNOWN] = VPB_IMAGE_HELPER,
		[VPB_INITRAMFS_TOOLS] = "usr/share/initramfs-tools/hooks/vfio-prebind",
		[VPB_DRACUT] = "usr/lib/dracut/modules.d/50vfio-prebind/module-setup.sh",
		[VPB_MKINITCPIO] = "usr/lib/initcpio/install/vfio-prebind"};

	return vpb_root_has(root, hooks[generator]);
}
