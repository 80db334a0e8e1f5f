/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "places.h"

#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../../helper/sys/folder.h"
#include "../loader/kernel_install.h"
#include "entries.h"
#include "menus.h"
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
	for (size_t i = 0; i < places->lost_count; i++) {
		free(places->lost[i].path);
		free(places->lost[i].by);
	}
	free(places->lost);
	free(places->items);
	*places = (struct vpb_image_places){};
}

/* Debian and dracut's own; dracut of Fedora; openSUSE; dracut of Arch's kin. */
static int boot_gather(const struct vpb_image_search *search)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < search->facts->kernel_count; i++) {
		const char *release = search->facts->kernels[i].release;
		char paths[4][PATH_MAX], package[VPB_NAME_BYTES];

		snprintf(paths[3], sizeof(paths[3]), "lib/modules/%s/pkgbase", release);
		if (vpb_root_read_word(search->root, paths[3], package, sizeof(package)) <
			0)
			package[0] = '\0';
		snprintf(paths[3], sizeof(paths[3]), "boot/initramfs-%s.img", package);
		snprintf(paths[0], sizeof(paths[0]), "boot/initrd.img-%s", release);
		snprintf(paths[1], sizeof(paths[1]), "boot/initramfs-%s.img", release);
		snprintf(paths[2], sizeof(paths[2]), "boot/initrd-%s", release);
		for (size_t j = 0; r == 0 && j < 4; j++)
			r = vpb_image_place_add(search, VPB_IMAGE_OF_BOOT, release,
				(const char *const[]){paths[j]}, 1);
	}
	return r;
}

/* Beside its modules, of a kernel that has no image elsewhere. */
static int modules_gather(const struct vpb_image_search *search)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < search->facts->kernel_count; i++) {
		const char *release = search->facts->kernels[i].release;
		char path[PATH_MAX];
		bool is_seen = false;

		for (size_t j = 0; j < search->places->count; j++)
			is_seen |= strcmp(search->places->items[j].release, release) == 0;
		snprintf(path, sizeof(path), "lib/modules/%s/initramfs.img", release);
		if (!is_seen)
			r = vpb_image_place_add(search, VPB_IMAGE_OF_BOOT, release,
				(const char *const[]){path}, 1);
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
		r = vpb_image_place_add(search,
			vpb_kernel_install_made(search->root, name)
				? VPB_IMAGE_OF_KERNEL_INSTALL
				: VPB_IMAGE_OF_UKI,
			release, (const char *const[]){path}, 1);
	}
	return r;
}

int vpb_image_places_find(const struct vpb_root *root, const struct vpb_facts *facts,
	struct vpb_image_places *ret_places)
{
	VPB_CLEANUP(vpb_image_places_done) struct vpb_image_places places = {};
	const struct vpb_image_search search = {root, facts, &places, NULL};
	/* What makes an image knows it best; an entry only puts parts together. */
	int r = vpb_image_places_read_presets(&search);

	if (r == 0)
		r = boot_gather(&search);
	for (size_t i = 0; r == 0 && i < BOOT_COUNT; i++)
		r = vpb_image_places_read_entries(&search, boots[i]);
	if (r == 0)
		r = vpb_image_places_read_limine(&search);
	for (size_t i = 0; r == 0 && i < BOOT_COUNT; i++)
		r = ukis_gather(&search, boots[i]);
	if (r == 0)
		r = vpb_image_places_read_grub(&search);
	if (r == 0)
		r = modules_gather(&search);
	if (r < 0)
		return r;
	*ret_places = places;
	places = (struct vpb_image_places){};
	return 0;
}
