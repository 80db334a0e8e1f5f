/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_READ_H
#define VPB_HOST_IMAGE_READ_H

#include "../../helper/sys/root.h"
#include "image.h"

/*
 * Reads a boot image as the kernel does (init/initramfs.c): archives of cpio, compressed or not,
 * one after the other with zeros between them, later files in place of earlier ones; of a UKI its
 * initramfs. What is not listed takes no memory, and an image that unpacks to more than
 * VPB_IMAGE_BYTES_MAX is not read to its end.
 */
#define VPB_IMAGE_BYTES_MAX (2048ULL * 1024 * 1024)

/*
 * Adds the files of one image; a boot entry can have several that follow each other. Returns 0
 * or -errno: -EBADMSG where it is cut off or is not understood, -EFBIG where it is too long.
 */
int vpb_image_read(const struct vpb_root *root, const char *path,
	struct vpb_image *image) VPB_MUST_CHECK;

#endif
