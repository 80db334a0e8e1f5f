/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_REFUSAL_H
#define VPB_CLI_SETUP_REFUSAL_H

#include "setup.h"

/*
 * What a guard has refused of the devices that were named. `chosen` is the run of the selectors alone,
 * `findings` are those of a run of the same machine.
 */

/* Whether any of these devices is refused. */
bool vpb_setup_is_refused(
	const struct vpb_run *chosen, const struct vpb_findings *findings);

/* Says so, and how to insist where that can be done. Returns VPB_EXIT_REFUSED. */
int vpb_setup_refusal_log(const struct vpb_setup *setup, const struct vpb_run *chosen,
	const struct vpb_findings *findings);

/*
 * What the forecast finds in setup.conf about a device that was typed is about the selector: that stands in
 * place of the file's line. 0 or -ENOMEM.
 */
int vpb_setup_refusal_name_typed(
	const struct vpb_run *chosen, struct vpb_findings *findings) VPB_MUST_CHECK;

#endif
