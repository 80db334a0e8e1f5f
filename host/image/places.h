/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_PLACES_H
#define VPB_HOST_IMAGE_PLACES_H

#include "place.h"

void vpb_image_places_done(struct vpb_image_places *places);

/* Each image once, with the kernels of `facts`. Returns 0 or -ENOMEM. */
int vpb_image_places_find(const struct vpb_root *root, const struct vpb_facts *facts,
	struct vpb_image_places *ret_places) VPB_MUST_CHECK;

/*
 * What to do to have that image made again; the kernel's release must be known. Returns whether it is
 * a command to type: what is not known to have a program is told in words.
 */
bool vpb_image_rebuild(const struct vpb_root *root, const struct vpb_image_place *place,
	enum vpb_generator generator, const char *release, struct vpb_text *text);

/* The generator whose program is installed here: that one if it is, else any that is. */
enum vpb_generator vpb_generator_installed(
	const struct vpb_root *root, enum vpb_generator generator);

#endif
