/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_CHECK_REQUEST_H
#define VPB_CORE_CHECK_REQUEST_H

#include "finding.h"

/*
 * Adds the findings about the request and about modprobe.d that are about no device: what was not
 * understood, rules that name nothing, skips that find another card at their address, lines that do
 * not apply. Where something was plugged in, a boot has said it before. Pure. Returns 0 or -ENOMEM.
 */
int vpb_check_request(
	const struct vpb_scene *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

#endif
