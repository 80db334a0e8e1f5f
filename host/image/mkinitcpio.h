/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_MKINITCPIO_H
#define VPB_HOST_IMAGE_MKINITCPIO_H

#include <limits.h>

#include "../../helper/sys/root.h"

/* The drop-in that puts vfio-prebind into HOOKS, as mkinitcpio(8) reads it. */
#define VPB_MKINITCPIO_FOLDER "etc/mkinitcpio.conf.d"
#define VPB_MKINITCPIO_DROP_IN "zz-vfio-prebind.conf"

/* What on this machine decides whether that drop-in has its way. */
struct vpb_mkinitcpio {
	bool has_drop_in;
	char later[NAME_MAX + 1]; /* the last drop-in that sets HOOKS= after it, or "" */
	char preset[NAME_MAX + 1]; /* the preset that has the image made of another
				      configuration, which hides all drop-ins, or "" */
};

/*
 * Reads also the preset of the image at that path, which may be NULL. What cannot be read is not
 * there; nothing fails. mkinitcpio reads drop-ins in the order of `sort -V`, and each may
 * replace HOOKS.
 */
struct vpb_mkinitcpio vpb_mkinitcpio_read(
	const struct vpb_root *root, const char *image_path);

/* Whether a text of shell sets HOOKS anew, not made of the HOOKS before. Pure. */
bool vpb_mkinitcpio_sets_hooks(const char *text);

#endif
