/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "init.h"

#include <string.h>

static bool is_systemd(const char *path)
{
	const char *slash = strrchr(path, '/');

	return strcmp(slash ? slash + 1 : path, "systemd") == 0;
}

static enum vpb_init script_init(const struct vpb_text *content)
{
	static const struct {
		const char *words;
		enum vpb_init init;
	} signs[] = {{"/scripts/init-top", VPB_INIT_INITRAMFS_TOOLS},
		{"$EARLYHOOKS", VPB_INIT_MKINITCPIO}, {"dracut-lib.sh", VPB_INIT_DRACUT}};

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (memmem(content->data, content->length, signs[i].words,
			    strlen(signs[i].words)))
			return signs[i].init;
	return VPB_INIT_UNKNOWN;
}

enum vpb_init vpb_image_init(const struct vpb_image *image)
{
	const struct vpb_image_file *entry = vpb_image_entry(image, "init");
	const struct vpb_image_file *file = vpb_image_find(image, "init");

	if (!entry)
		return VPB_INIT_MISSING;
	/* A tree that is still being filled may get the link first. */
	if (is_systemd(file ? file->path : entry->target ? entry->target : ""))
		return VPB_INIT_SYSTEMD;
	if (!file)
		return VPB_INIT_MISSING;
	if (file->content.data && file->content.length > 2 &&
		memcmp(file->content.data, "#!", 2) == 0)
		return script_init(&file->content);
	/* Up to version 40 mkinitcpio puts the program itself there. */
	if (vpb_image_has_systemd(image) && !entry->target &&
		(!file->content.data ||
			(file->content.length > 4 &&
				memcmp(file->content.data, "\177ELF", 4) == 0)))
		return VPB_INIT_SYSTEMD;
	return VPB_INIT_UNKNOWN;
}
