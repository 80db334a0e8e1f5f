/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_KERNEL_WORDS_H
#define VPB_HOST_MACHINE_KERNEL_WORDS_H

#include "../../helper/sys/root.h"

/*
 * Where kernel-install, mkinitcpio and proxmox-boot-tool have the kernel command line from:
 * /etc/kernel/cmdline, else /usr/lib/kernel/cmdline, else this boot's /proc/cmdline; mkinitcpio
 * adds /etc/cmdline.d/ to the first two. So who makes the first such file has to put into it what
 * this boot was started with, or the next one has no root=.
 */

/* Our file for mkinitcpio, which does not count below. */
#define VPB_KERNEL_WORDS_DROP_IN "vfio-prebind.conf"

/* Whether any file but ours gives mkinitcpio a command line. */
bool vpb_kernel_words_have_file(const struct vpb_root *root);

/*
 * Adds the words of the first that is there, with one blank between them; of this boot's without
 * those that the loader adds by itself (BOOT_IMAGE= and initrd=). 0 or -ENOMEM.
 */
int vpb_kernel_words_read(
	const struct vpb_root *root, struct vpb_text *words) VPB_MUST_CHECK;

/* The same of this boot alone. */
int vpb_kernel_words_read_booted(
	const struct vpb_root *root, struct vpb_text *words) VPB_MUST_CHECK;

#endif
