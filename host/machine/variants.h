/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_VARIANTS_H
#define VPB_HOST_MACHINE_VARIANTS_H

#include "../../helper/pipeline.h"

/*
 * The modules of variants of vfio-pci (core/variant.h) that the run's lines ask for, as that kernel's
 * index has them: names with '_', a line each. An image for that kernel needs them. 0 or -ENOMEM.
 */
int vpb_variants_needed(const struct vpb_root *root, const char *release,
	const struct vpb_run *run, struct vpb_text *names) VPB_MUST_CHECK;

#endif
