/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_PLACES_H
#define VPB_HOST_IMAGE_PLACES_H

#include "place.h"

void vpb_image_places_done(struct vpb_image_places *places);

/* Each image once, with the kernels of `facts`. Returns 0 or -ENOMEM. */
int vpb_image_places_find(const struct vpb_root *root, const struct vpb_facts *facts,
	struct vpb_image_places *ret_places) VPB_MUST_CHECK;

#endif
