/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_VF_HINT_H
#define VPB_CLI_VF_HINT_H

#include "../helper/pipeline.h"
#include "../host/machine/inventory.h"

/*
 * Virtual functions of today are not there at the next boot: where a line names one, that is the
 * fix of the finding that it names nothing. `now` has the details of all functions. Returns 0 or
 * -ENOMEM.
 */
int vpb_vf_hints_give(
	const struct vpb_inventory *now, struct vpb_run *next) VPB_MUST_CHECK;

#endif
