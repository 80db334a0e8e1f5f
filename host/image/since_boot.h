/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_SINCE_BOOT_H
#define VPB_HOST_IMAGE_SINCE_BOOT_H

#include <time.h>

#include "../machine/facts.h"

/*
 * Whether what the next boot does was changed after this system started, which so knows nothing of it:
 * the configuration, what `setup` keeps, or a boot image. When that was last, or 0 for no and for
 * unknown. -ENOMEM too.
 */
int vpb_changed_since_boot(const struct vpb_root *root, const struct vpb_facts *facts,
	time_t *ret_when) VPB_MUST_CHECK;

#endif
