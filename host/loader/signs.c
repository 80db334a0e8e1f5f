/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "signs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/core/kernel_line.h"

#define EFI_VARIABLE "sys/firmware/efi/efivars/%s-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"

/* Four bytes of attributes, then UTF-16 (Documentation/filesystems/efivarfs.rst). */
static bool variable_read(
	const struct vpb_root *root, const char *name, char ret_text[NAME_MAX + 1])
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX];
	size_t length = 0;

	snprintf(path, sizeof(path), EFI_VARIABLE, name);
	ret_text[0] = '\0';
	if (vpb_root_read(root, path, &text) < 0 || !text.data)
		return false;
	for (size_t i = 4; i + 1 < text.length && length < NAME_MAX; i += 2) {
		unsigned char low = (unsigned char)text.data[i];

		if (!low && !text.data[i + 1])
			break;
		ret_text[length++] =
			(char)(text.data[i + 1] || low < 0x20 || low > 0x7e ? '?' : low);
	}
	ret_text[length] = '\0';
	return true;
}

void vpb_signs_read(const struct vpb_root *root, struct vpb_signs *signs)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text cmdline = {};
	char stub[NAME_MAX + 1];

	signs->root = root;
	variable_read(root, "LoaderInfo", signs->info);
	variable_read(root, "LoaderEntrySelected", signs->entry);
	signs->has_stub = variable_read(root, "StubInfo", stub);
	if (vpb_root_read(root, "proc/cmdline", &cmdline) == 0 && cmdline.data)
		signs->has_boot_image = vpb_kernel_line_find(cmdline.data, "BOOT_IMAGE");
	signs->is_ostree = vpb_signs_have(signs, "run/ostree-booted");
}

bool vpb_signs_have(struct vpb_signs *signs, const char *path)
{
	int r = vpb_root_look(signs->root, path);

	if (r < 0)
		signs->error = r;
	return r > 0;
}

const char *vpb_signs_first(struct vpb_signs *signs, const char *const paths[])
{
	const char *first = NULL;

	for (; *paths && !first; paths++)
		first = vpb_signs_have(signs, *paths) ? *paths : NULL;
	return first;
}

bool vpb_signs_file_says(struct vpb_signs *signs, const char *path, const char *words)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_root_read(signs->root, path, &text);

	if (r < 0 && r != -ENOENT)
		signs->error = r;
	return r == 0 && text.data && strstr(text.data, words);
}
