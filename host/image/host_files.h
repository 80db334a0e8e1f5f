/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_HOST_FILES_H
#define VPB_HOST_IMAGE_HOST_FILES_H

#include "../../helper/sys/root.h"
#include "image.h"

/*
 * What images are made from here: the configuration, modprobe.d, the helper and the unit, under
 * the paths that they have in an image; a file that cannot be read has no content. Returns 0 or
 * -ENOMEM.
 */
int vpb_image_host_read(
	const struct vpb_root *root, struct vpb_image *ret_host) VPB_MUST_CHECK;

/*
 * The modules that vfio-pci is made of on that kernel, by its index, and those of `others`, modules a
 * line each: names with '_', a line each. Nothing is added of what is built in or not there. Returns 0
 * or -ENOMEM.
 */
int vpb_image_host_modules(const struct vpb_root *root, const char *release,
	const char *others, struct vpb_text *names) VPB_MUST_CHECK;

/* Whether our hook for that generator is installed. */
bool vpb_image_host_has_hook(const struct vpb_root *root, enum vpb_generator generator);

#endif
