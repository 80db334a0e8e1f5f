/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_KERNEL_INSTALL_H
#define VPB_HOST_LOADER_KERNEL_INSTALL_H

#include "loader.h"

/* Boot entries and UKIs that kernel-install makes, and seconds beside them. */

/* Whether an entry or image of that name is of kernel-install's making, for this system. */
bool vpb_kernel_install_made(const struct vpb_root *root, const char *name);

/* Whether such an entry is there. */
bool vpb_kernel_install_has_entries(const struct vpb_root *root);

/* Whether its images can get a second profile. */
bool vpb_kernel_install_has_profiles(const struct vpb_root *root);

/*
 * The second entries, and the second profile, as a row's `want_entry`; without an entry to copy
 * `one_shot` stays empty.
 */
int vpb_kernel_install_want_entries(struct vpb_loader_change *change) VPB_MUST_CHECK;
int vpb_kernel_install_want_profile(struct vpb_loader_change *change) VPB_MUST_CHECK;

#endif
