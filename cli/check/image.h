/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_CHECK_IMAGE_H
#define VPB_CLI_CHECK_IMAGE_H

#include <stdbool.h>

#include "../../helper/sys/root.h"

/*
 * check --image: is the helper in that one image, and the first to run? `path` is a file or a
 * folder, as the user wrote it; `root` is where it would be made again. Prints the answer, and
 * returns the exit status.
 */
int vpb_check_image(const struct vpb_root *root, const char *path, bool is_json);

#endif
