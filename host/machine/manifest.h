/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_MANIFEST_H
#define VPB_HOST_MACHINE_MANIFEST_H

#include "inventory.h"

/*
 * Adds the machine as a text for a bug report, in the form of tests/machines/machine.h, from
 * which a tree can be made that looks the same. No serial numbers, UUIDs or host names: of the
 * kernel command line only words that are known to hold none. Returns 0 or -ENOMEM.
 */
int vpb_manifest_add(const struct vpb_root *root, const struct vpb_inventory *inventory,
	struct vpb_text *text) VPB_MUST_CHECK;

/* Whether such a word of the kernel command line is known to hold nothing of that kind. */
bool vpb_manifest_shows_word(const char *word);

#endif
