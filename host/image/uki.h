/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_UKI_H
#define VPB_HOST_IMAGE_UKI_H

#include <stddef.h>
#include <stdint.h>

#include "../../helper/base/cleanup.h"

/* A unified kernel image: an EFI program with kernel and initramfs in sections of their own. */
struct vpb_uki {
	uint64_t initrd_at, initrd_bytes; /* in the file */
	char release[128]; /* of its kernel; "" where it does not say */
};

/*
 * Reads the section table (Microsoft's "PE Format", 4) of the open file of `file_bytes` bytes.
 * Of several sections of one name the first counts: the others belong to profiles, and change
 * only the command line. Returns 0, -ENOEXEC where the file does not begin as such a program,
 * -EBADMSG where it has no initramfs or is cut off, or what pread(2) says.
 */
int vpb_uki_read(int fd, uint64_t file_bytes, struct vpb_uki *ret_uki) VPB_MUST_CHECK;

#endif
