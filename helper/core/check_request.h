/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_CHECK_REQUEST_H
#define VPB_CORE_CHECK_REQUEST_H

#include "finding.h"

/*
 * Adds what is to be said of the request and of modprobe.d, and of no device: what made no sense,
 * rules that name nothing, skips whose place holds another card, lines that do not hold here. Where
 * something was plugged in, a boot has said it before. Pure. Returns 0 or -ENOMEM.
 */
int vpb_check_request(
	const struct vpb_scene *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

#endif
