/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_PLACE_H
#define VPB_HOST_IMAGE_PLACE_H

#include "places.h"

/* Parts of places.h. All return 0 or -ENOMEM. */

struct vpb_image_search {
	const struct vpb_root *root;
	const struct vpb_facts *facts;
	struct vpb_image_places *places;
};

/*
 * Adds an image of these parts: unless it is not there, binds nothing on purpose, or is, or has
 * in it, one that was found before.
 */
int vpb_image_place_add(const struct vpb_image_search *search,
	enum vpb_image_source source, const char *release, const char *const parts[],
	size_t part_count) VPB_MUST_CHECK;

/* The longest of the installed kernels' releases that stands whole in the text, or "". */
const char *vpb_image_release_in(const struct vpb_facts *facts, const char *text);

/* mkinitcpio's presets. */
int vpb_image_places_gather_presets(const struct vpb_image_search *search) VPB_MUST_CHECK;

/* The entries of boot loaders that follow the Boot Loader Specification. */
int vpb_image_places_gather_entries(
	const struct vpb_image_search *search, const char *boot) VPB_MUST_CHECK;

#endif
