/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_PLACE_H
#define VPB_HOST_IMAGE_PLACE_H

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
	VPB_IMAGE_OF_ENTRY, /* an entry (Boot Loader Specification, type 1), or one of a menu */
	VPB_IMAGE_OF_UKI, /* one of the unified kernel images (type 2) */
	VPB_IMAGE_OF_KERNEL_INSTALL, /* one of these two that kernel-install has made */
};

struct vpb_image_place {
	enum vpb_image_source source;
	char **parts; /* paths; the boot loader hands them over one after the other */
	size_t part_count;
	char release[VPB_NAME_BYTES * 2]; /* "" where only the image tells */
};

/* An image that an entry, a menu or a preset names and that is not there. */
struct vpb_image_lost {
	char release[VPB_NAME_BYTES * 2]; /* "" where that is unknown */
	char *path, *by; /* as above; and the file that names it */
};

struct vpb_image_places {
	struct vpb_image_place *items;
	size_t count;
	struct vpb_image_lost *lost;
	size_t lost_count;
};

/* What they are looked for with, and put into. */

struct vpb_image_search {
	const struct vpb_root *root;
	const struct vpb_facts *facts;
	struct vpb_image_places *places;
	const char *
		by; /* the file that is being read; NULL: a usual place, which may be empty */
};

/*
 * Adds an image of these parts: unless it is not there, binds nothing on purpose, or is, or has
 * in it, one that was found before.
 */
int vpb_image_place_add(const struct vpb_image_search *search,
	enum vpb_image_source source, const char *release, const char *const parts[],
	size_t part_count) VPB_MUST_CHECK;

/* The kernel that a package of that name brought (Arch and its kin), or "". */
const char *vpb_image_release_of_package(
	const struct vpb_image_search *search, const char *name);

/* The longest of the installed kernels' releases that stands whole in the text, or "". */
const char *vpb_image_release_in(const struct vpb_facts *facts, const char *text);

#endif
