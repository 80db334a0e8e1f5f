/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_ENTRIES_H
#define VPB_HOST_IMAGE_ENTRIES_H

#include "place.h"

/* The entries of boot loaders that follow the Boot Loader Specification. 0 or -ENOMEM. */
int vpb_image_places_read_entries(
	const struct vpb_image_search *search, const char *boot) VPB_MUST_CHECK;

#endif
