/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_INIT_H
#define VPB_HOST_IMAGE_INIT_H

#include "image.h"

/*
 * What the kernel starts in an image: /init alone says which list of scripts, hooks or units is
 * run. The other files of an init may lie in an image that another one starts.
 */
enum vpb_init {
	VPB_INIT_MISSING,
	VPB_INIT_UNKNOWN,
	VPB_INIT_SYSTEMD,
	VPB_INIT_INITRAMFS_TOOLS, /* a script that runs scripts/init-top */
	VPB_INIT_MKINITCPIO, /* a script that runs the EARLYHOOKS of /config */
	VPB_INIT_DRACUT, /* a script that runs hooks/cmdline */
};

/* By what /init is: a link, a program, or a script with these words in it. Pure. */
enum vpb_init vpb_image_init(const struct vpb_image *image);

#endif
