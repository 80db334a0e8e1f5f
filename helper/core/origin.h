/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_ORIGIN_H
#define VPB_CORE_ORIGIN_H

#include <stdbool.h>

#include "../base/text.h"

/* Where a word of the user's stands. Pure. */

enum vpb_origin_kind {
	VPB_ORIGIN_FILE,
	VPB_ORIGIN_CREDENTIAL, /* chooses devices, and overrides no guard */
	VPB_ORIGIN_CMDLINE,
	VPB_ORIGIN_TYPED, /* an argument of the command */
};

/* Where a word stands; line and column count from 1. */
struct vpb_origin {
	enum vpb_origin_kind kind;
	char *source;
	unsigned int line;
	unsigned int column;
	char *quote; /* of CMDLINE and TYPED: the word as it was typed; else NULL */
};

/* Frees the texts of a copy. */
void vpb_origin_done(struct vpb_origin *origin);

/* Copies it with its texts. False when memory is out; the copy is the caller's to end either way. */
bool vpb_origin_copy(
	const struct vpb_origin *from, struct vpb_origin *ret_copy) VPB_MUST_CHECK;

/*
 * Adds the place as people look for it: "FILE:LINE:COLUMN", "vfio-pci.ids=10de:25a2 on the kernel
 * command line", or the selector that was typed.
 */
void vpb_origin_describe(const struct vpb_origin *origin, struct vpb_text *text);

#endif
