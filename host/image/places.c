/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "places.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../helper/sys/folder.h"
#include "entries.h"
#include "presets.h"

/* Where the EFI system partition or an extended boot partition is mounted. */
static const char *const boots[] = {"boot", "efi", "boot/efi"};

enum {
	BOOT_COUNT = sizeof(boots) / sizeof(*boots),
};

static void place_done(struct vpb_image_place *place)
{
	for (size_t i = 0; i < place->part_count; i++)
		free(place->parts[i]);
	free(place->parts);
	*place = (struct vpb_image_place){};
}

void vpb_image_places_done(struct vpb_image_places *places)
{
	for (size_t i = 0; i < places->count; i++)
		place_done(&places->items[i]);
	free(places->items);
	*places = (struct vpb_image_places){};
}

/* Debian and dracut's own; dracut of Fedora; openSUSE. */
static int boot_gather(const struct vpb_image_search *search)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < search->facts->kernel_count; i++) {
		const char *release = search->facts->kernels[i].release;
		char paths[3][PATH_MAX];

		snprintf(paths[0], sizeof(paths[0]), "boot/initrd.img-%s", release);
		snprintf(paths[1], sizeof(paths[1]), "boot/initramfs-%s.img", release);
		snprintf(paths[2], sizeof(paths[2]), "boot/initrd-%s", release);
		for (size_t j = 0; r == 0 && j < 3; j++)
			r = vpb_image_place_add(search, VPB_IMAGE_OF_BOOT, release,
				(const char *const[]){paths[j]}, 1);
	}
	return r;
}

static int ukis_gather(const struct vpb_image_search *search, const char *boot)
{
	char folder_path[PATH_MAX], path[PATH_MAX * 2];
	int r = 0;

	snprintf(folder_path, sizeof(folder_path), "%s/EFI/Linux", boot);
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(search->root, folder_path);

	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name, *release;

		if (fnmatch("*.efi", name, 0) != 0)
			continue;
		/* For one that cannot be read: else the image itself says it. */
		snprintf(path, sizeof(path), "%.*s", (int)strlen(name) - 4, name);
		release = vpb_image_release_in(search->facts, path);
		snprintf(path, sizeof(path), "%s/%s", folder_path, name);
		r = vpb_image_place_add(search, VPB_IMAGE_OF_UKI, release,
			(const char *const[]){path}, 1);
	}
	return r;
}

int vpb_image_places_find(const struct vpb_root *root, const struct vpb_facts *facts,
	struct vpb_image_places *ret_places)
{
	VPB_CLEANUP(vpb_image_places_done) struct vpb_image_places places = {};
	const struct vpb_image_search search = {root, facts, &places};
	/* What makes an image knows it best; an entry only puts parts together. */
	int r = vpb_image_places_read_presets(&search);

	if (r == 0)
		r = boot_gather(&search);
	for (size_t i = 0; r == 0 && i < BOOT_COUNT; i++)
		r = vpb_image_places_read_entries(&search, boots[i]);
	for (size_t i = 0; r == 0 && i < BOOT_COUNT; i++)
		r = ukis_gather(&search, boots[i]);
	if (r < 0)
		return r;
	*ret_places = places;
	places = (struct vpb_image_places){};
	return 0;
}

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
	for (size_t i = VPB_INITRAMFS_TOOLS; i <= VPB_MKINITCPIO; i++)
		if (vpb_root_has(root, programs[i]))
			return (enum vpb_generator)i;
	return generator;
}

bool vpb_image_rebuild(const struct vpb_root *root, const struct vpb_image_place *place,
	enum vpb_generator generator, const char *release, struct vpb_text *text)
{
	char kernel[PATH_MAX];

	generator = vpb_generator_installed(root, generator);
	if (place->source == VPB_IMAGE_OF_PRESET) {
		vpb_text_add(text, "mkinitcpio -P");
	} else if (place->source != VPB_IMAGE_OF_BOOT) {
		(void)vpb_facts_kernel_find(root, release, kernel);
		vpb_text_add(text, "kernel-install add %s /%s", release, kernel);
	} else if (generator == VPB_INITRAMFS_TOOLS) {
		vpb_text_add(text, "update-initramfs -u -k %s", release);
	} else if (generator == VPB_DRACUT) {
		vpb_text_add(text, "dracut --force /%s %s", place->parts[0], release);
	} else if (generator == VPB_MKINITCPIO) {
		vpb_text_add(text, "mkinitcpio -k %s -g /%s", release, place->parts[0]);
	} else {
		vpb_text_add(text, "make /%s again with the program that made it",
			place->parts[0]);
		return false;
	}
	return true;
}
