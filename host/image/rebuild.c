/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rebuild.h"

#include <stdio.h>
#include <string.h>

#include "../loader/owner.h"

enum vpb_generator vpb_generator_installed(
	const struct vpb_root *root, enum vpb_generator generator)
{
	/* Not the folders for hooks, which our package brings along. */
	static const char *const programs[] = {[VPB_GENERATOR_UNKNOWN] = "",
		[VPB_INITRAMFS_TOOLS] = "usr/share/initramfs-tools/hook-functions",
		[VPB_DRACUT] = "usr/lib/dracut/dracut-functions.sh",
		[VPB_MKINITCPIO] = "usr/lib/initcpio/functions"};

	if (generator && vpb_root_has(root, programs[generator]))
		return generator;
	for (size_t i = VPB_GENERATOR_UNKNOWN + 1;
		i < sizeof(programs) / sizeof(*programs); i++)
		if (vpb_root_has(root, programs[i]))
			return (enum vpb_generator)i;
	return generator;
}

/* By the tool that makes the boot entries, where one does. Returns whether it said anything. */
static bool owner_add(const struct vpb_root *root, const struct vpb_image_place *place,
	const char *release, struct vpb_text *text, bool *ret_command)
{
	const struct vpb_loader *owner = vpb_loader_owner(root);
	bool is_of_entry = place->source != VPB_IMAGE_OF_BOOT &&
			   place->source != VPB_IMAGE_OF_PRESET;
	size_t before = text->length;

	if (!owner || (!is_of_entry && !owner->makes_all_images))
		return false;
	*ret_command = owner->add_rebuild(root, release, text);
	return text->length > before;
}

bool vpb_image_rebuild_unseen(
	const struct vpb_root *root, const char *release, struct vpb_text *text)
{
	const struct vpb_loader *owner = vpb_loader_owner(root);

	return owner && owner->makes_all_images &&
	       owner->add_rebuild(root, release, text);
}

/* It makes images by their usual name alone. */
static bool is_of_initramfs_tools(const char *path, const char *release)
{
	static const char start[] = "boot/initrd.img-";

	return strncmp(path, start, strlen(start)) == 0 &&
	       strcmp(path + strlen(start), release) == 0;
}

/* By the program that made it, to the same name; false where that is unknown. */
static bool generator_add(const struct vpb_root *root, enum vpb_generator generator,
	const char *path, const char *release, struct vpb_text *text)
{
	if (generator == VPB_INITRAMFS_TOOLS && is_of_initramfs_tools(path, release))
		vpb_text_add(text, "update-initramfs -u -k %s", release);
	else if (generator == VPB_DRACUT && vpb_root_has(root, "usr/bin/dracut-rebuild"))
		vpb_text_add(text, "dracut-rebuild");
	else if (generator == VPB_DRACUT)
		vpb_text_add(text, "dracut --force /%s %s", path, release);
	else if (generator == VPB_MKINITCPIO)
		vpb_text_add(text, "mkinitcpio -k %s -g /%s", release, path);
	else
		return false;
	return true;
}

bool vpb_image_rebuild(const struct vpb_root *root, const struct vpb_image_place *place,
	enum vpb_generator generator, const char *release, struct vpb_text *text)
{
	const char *path = place->parts[place->part_count - 1];
	enum vpb_generator installed = vpb_generator_installed(root, generator);
	bool is_dracuts = generator == VPB_DRACUT && installed == VPB_DRACUT;
	char kernel[PATH_MAX];
	bool is_command;

	if (owner_add(root, place, release, text, &is_command))
		return is_command;
	if (place->source == VPB_IMAGE_OF_KERNEL_INSTALL) {
		(void)vpb_facts_kernel_find(root, release, kernel);
		vpb_text_add(text, "kernel-install add %s /%s", release, kernel);
		return true;
	}
	/* A preset may be left over from before dracut took its image's name. */
	if (place->source == VPB_IMAGE_OF_PRESET && !is_dracuts) {
		vpb_text_add(text, "mkinitcpio -P");
		return true;
	}
	if (place->source != VPB_IMAGE_OF_UKI &&
		generator_add(root, installed, path, release, text))
		return true;
	vpb_text_add(text, "make /%s again with the program that made it", path);
	return false;
}
