/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_PLACES_H
#define VPB_HOST_IMAGE_PLACES_H

#include "../machine/facts.h"
#include "image.h"

/*
 * Where this system's boot images are. Images that are meant to bind nothing are no matter here:
 * kernel-install's rescue image, and those that save a crash dump (by their names, as for dracut
 * in dracut/50vfio-prebind/shared.sh; kdump-tools keeps its own below /var/lib).
 */
enum vpb_image_source {
	VPB_IMAGE_OF_BOOT, /* /boot, by the kernel's release */
	VPB_IMAGE_OF_PRESET, /* mkinitcpio's /etc/mkinitcpio.d */
	VPB_IMAGE_OF_ENTRY, /* a boot loader entry (Boot Loader Specification, type 1) */
	VPB_IMAGE_OF_UKI, /* one of the unified kernel images (type 2) */
};

struct vpb_image_place {
	enum vpb_image_source source;
	char **parts; /* paths; the boot loader hands them over one behind the other */
	size_t part_count;
	char release[VPB_NAME_BYTES * 2]; /* "" where only the image tells */
};

struct vpb_image_places {
	struct vpb_image_place *items;
	size_t count;
};

void vpb_image_places_done(struct vpb_image_places *places);

/* Each image once, with the kernels of `facts`. Returns 0 or -ENOMEM. */
int vpb_image_places_find(const struct vpb_root *root, const struct vpb_facts *facts,
	struct vpb_image_places *ret_places) VPB_MUST_CHECK;

/* What to type to have that image made again; the kernel's release must be known. */
void vpb_image_rebuild(const struct vpb_root *root, const struct vpb_image_place *place,
	enum vpb_generator generator, const char *release, struct vpb_text *text);

/* The generator whose program is installed here: that one if it is, else any that is. */
enum vpb_generator vpb_generator_installed(
	const struct vpb_root *root, enum vpb_generator generator);

#endif
