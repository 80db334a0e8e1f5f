/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_OWNER_H
#define VPB_HOST_LOADER_OWNER_H

#include "loader.h"

/*
 * The row whose tool makes this system's boot entries and the images that they name, so that nothing
 * else may: of the loader that booted, or, where that is unknown, the first whose tool is there.
 * NULL: kernel-install, a person, or unknown.
 */
const struct vpb_loader *vpb_loader_owner(const struct vpb_root *root);

#endif
