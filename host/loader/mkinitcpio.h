/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_MKINITCPIO_H
#define VPB_HOST_LOADER_MKINITCPIO_H

#include "../../helper/sys/root.h"

/*
 * Whether a preset has mkinitcpio make UKIs: it reads /etc/kernel/cmdline then, and the entries are
 * not kernel-install's.
 */
bool vpb_mkinitcpio_makes_ukis(const struct vpb_root *root);

#endif
