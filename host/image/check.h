/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_IMAGE_CHECK_H
#define VPB_HOST_IMAGE_CHECK_H

#include "../../helper/core/finding.h"
#include "../../helper/pipeline.h"
#include "../machine/facts.h"

/* What makes each image again, a line each: commands, and what a person has to do. */
struct vpb_rebuilds {
	struct vpb_text commands, by_hand;
};

void vpb_rebuilds_done(struct vpb_rebuilds *rebuilds);

/*
 * Are the boot images right: all that are found, of all installed kernels. Adds what was looked
 * into to `looked`, with commas between, and fills `rebuilds`, where that is not NULL. `next` is the
 * run of the next boot, or NULL: then nobody asks whether an image would take other devices.
 */
int vpb_check_images(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_run *next, struct vpb_findings *findings,
	struct vpb_text *looked, struct vpb_rebuilds *rebuilds) VPB_MUST_CHECK;

/* Whether a finding of that kind says of an image that it binds nothing, or too late. */
bool vpb_check_binds_nothing(enum vpb_kind kind);

#endif
