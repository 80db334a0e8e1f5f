/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_BOOT_NETWORK_H
#define VPB_SYS_BOOT_NETWORK_H

#include "root.h"

/*
 * Whether the initramfs brings up the network for its own use, by its configuration and not by the
 * kernel command line: for the root file system, for a key, or for someone who types it from
 * elsewhere. In the tree of an image its own files are looked at, on a host those that the next
 * image is made from.
 *
 * `is_boot_program`: the tree is an image's unless it has the marks of a host; else the other way round.
 *
 * *ret_why says what and where, as "BOOT=nfs in /conf/initramfs.conf", and is the caller's; NULL
 * where nothing does. 0 or -ENOMEM.
 */
int vpb_boot_network_read(
	const struct vpb_root *root, bool is_boot_program, char **ret_why) VPB_MUST_CHECK;

#endif
