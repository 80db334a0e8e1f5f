/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_ELF_H
#define VPB_HOST_IMAGE_ELF_H

#include "image.h"

/*
 * Reads from the bytes of a program or library what it is linked to or has to open, and its build id,
 * into the file. What is no ELF file has neither. Returns 0, -ENOMEM, or -EBADMSG where it has more
 * of these than any program.
 */
int vpb_image_elf_read(
	struct vpb_image_file *file, const void *bytes, size_t length) VPB_MUST_CHECK;

#endif
