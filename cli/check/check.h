/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_CHECK_CHECK_H
#define VPB_CLI_CHECK_CHECK_H

#include "../about.h"

/*
 * The questions of `check`: each adds findings, every one with its fix in one line, to the list
 * that it is given. Return 0 or -ENOMEM.
 */

/* Is the machine ready, beside what is about the devices (about.h)? */
int vpb_check_machine(
	const struct vpb_about *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

/* What did a guide have the user write, and is it right? */
int vpb_check_leftovers(
	const struct vpb_about *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

/* Are there words on the kernel command line that do not do what guides say of them? */
int vpb_check_words(
	const struct vpb_about *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

/* Did this boot do what is asked for: the report against the truth. */
int vpb_check_boot(
	const struct vpb_about *scene, struct vpb_findings *findings) VPB_MUST_CHECK;

#endif
