/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_COMMIT_H
#define VPB_CLI_SETUP_COMMIT_H

#include "change.h"

/*
 * Takes the lock, which is held until *ret_lock_fd is closed (none for a dry run), rolls back what a
 * call that was killed left, and reads the journal. From then on a reader of our
 * output that goes away ends nothing.
 */
int vpb_commit_begin(struct vpb_change *change, int *ret_lock_fd);

/*
 * Changes the files and runs the commands, which another machine's tree (--root) is spared. If
 * anything fails, all of it is rolled back.
 */
int vpb_commit(struct vpb_change *change);

#endif
