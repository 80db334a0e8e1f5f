/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_CHECK_VARIANTS_H
#define VPB_CORE_CHECK_VARIANTS_H

#include "finding.h"
#include "scene.h"

/*
 * Says of each device that is selected where it gets vfio-pci although another is asked for, and
 * where one is there that nobody asked for. 0 or -ENOMEM.
 */
int vpb_variants_report(
	const struct vpb_scene *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

#endif
