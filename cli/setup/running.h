/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_RUNNING_H
#define VPB_CLI_SETUP_RUNNING_H

#include "change.h"

/* What the programs that it runs have printed, of the last call. */
#define VPB_RUNNING_LOG_FILE "run/vfio-prebind/setup.log"

/*
 * Runs the commands of the change's journal from the *ret_begun-th on, which it counts; those of another
 * system are shown only. A line says which it is, on a terminal with the seconds that it took; what it prints
 * goes to the log, after what is there where that call goes on, or with --verbose where ours goes. Returns whether all ended well, and says which did
 * not, with the end of what that one has printed.
 */
bool vpb_running_do(const struct vpb_change *change, bool goes_on, size_t *ret_begun);

#endif
