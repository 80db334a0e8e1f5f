/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_REBUILD_H
#define VPB_HOST_IMAGE_REBUILD_H

#include "place.h"

/*
 * What to do to have that image made again; the kernel's release must be known. Returns whether it is
 * a command to type: what is not known to have a program, or is another tool's to do in a way of its
 * own, is told in words. Nothing makes entries that another tool owns.
 */
bool vpb_image_rebuild(const struct vpb_root *root, const struct vpb_image_place *place,
	enum vpb_generator generator, const char *release, struct vpb_text *text);

/* The same for an image that was not found: by the tool that makes all images here, or nothing. */
bool vpb_image_rebuild_unseen(
	const struct vpb_root *root, const char *release, struct vpb_text *text);

/* The generator whose program is installed here: that one if it is, else any that is. */
enum vpb_generator vpb_generator_installed(
	const struct vpb_root *root, enum vpb_generator generator);

#endif
