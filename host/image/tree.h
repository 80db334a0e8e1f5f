/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_TREE_H
#define VPB_HOST_IMAGE_TREE_H

#include "image.h"

/*
 * Reads an unpacked image: a folder with the files that will be, or were, in one. Links are read
 * and not followed, names that begin with a dot are left out, and no other file system is
 * entered. The path is absolute or below the working directory. Returns 0 or -errno: -EFBIG where
 * it holds more than an image does.
 */
int vpb_image_read_tree(const char *path, struct vpb_image *image) VPB_MUST_CHECK;

#endif
