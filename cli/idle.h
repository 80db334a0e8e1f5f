/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_IDLE_H
#define VPB_CLI_IDLE_H

#include "../helper/pipeline.h"

/*
 * Where nothing is to be done at all, adds a finding that says why; `which` command line it is, as
 * in "this boot's". Returns 0 or -ENOMEM.
 */
int vpb_idle_explain(struct vpb_run *run, const char *which) VPB_MUST_CHECK;

#endif
