/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_GIVEN_H
#define VPB_CLI_GIVEN_H

#include "../helper/pipeline.h"

/*
 * What there is to say about the devices that the next boot gives to VMs, beyond what its guards say:
 * what the host will miss, and what keeps a VM from having them. plan, check and setup all say it.
 */

/*
 * Adds it to the findings of the run. `now` has the usage of all functions (host/machine/usage.h), `late`
 * is the run in the real root, or zeroed memory. Returns 0 or -ENOMEM.
 */
int vpb_given_look(const struct vpb_root *root, const struct vpb_snapshot *now,
	const struct vpb_run *late, struct vpb_run *run) VPB_MUST_CHECK;

#endif
