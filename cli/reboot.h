/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_REBOOT_H
#define VPB_CLI_REBOOT_H

#include "../helper/pipeline.h"
#include "../host/machine/facts.h"

/*
 * Where only the reboot is left: what the next boot does was set up after this system started, and the
 * boot images are right.
 */

/*
 * Adds when it was set up and that this boot is older, as a part of a sentence; nothing where that is not
 * all. `images` are what is wrong with those that were `looked` into. 0 or -ENOMEM.
 */
int vpb_reboot_explain(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_findings *images, const struct vpb_text *looked,
	struct vpb_text *ret_text) VPB_MUST_CHECK;

/*
 * Whether the IOMMU is off at this boot, and setup has written the words that turn it on. Only root can
 * see that.
 */
bool vpb_reboot_turns_iommu_on(
	const struct vpb_root *root, const struct vpb_facts *facts);

#endif
