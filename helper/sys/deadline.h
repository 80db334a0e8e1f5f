/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_SYS_DEADLINE_H
#define VPB_SYS_DEADLINE_H

#include <stddef.h>

#include "../base/cleanup.h"

/*
 * Work that may never come back: a write to sysfs can block while a driver's probe or remove runs
 * (device_lock in drivers/base/bus.c), and a process that sleeps there cannot be killed. So it
 * is done by a child, and the parent goes on without it.
 */

/* Runs in the child; what it returns becomes the child's exit status. */
typedef int vpb_deadline_work(int tell_fd, void *context);

/*
 * Takes one record of `record_bytes` in the parent, in the order in which they were told. Returns
 * how long the child may take from now on, in milliseconds; 0 leaves its deadline as it was.
 */
typedef unsigned int vpb_deadline_heard(const void *record, void *context);

/*
 * Runs `work` in a child and hands each record that it writes to `tell_fd` (whole records of
 * `record_bytes`, at most PIPE_BUF; 0 where it tells nothing) to `heard`, until the child ends
 * or `deadline_ms` have passed, or what `heard` gave instead. Returns the child's exit status (0 to 255), -ETIMEDOUT when it
 * had to be abandoned (SIGKILL was sent, and it is not waited for), -ECHILD when a signal ended
 * it, or another -errno when it could not be started.
 */
int vpb_deadline_run(vpb_deadline_work *work, vpb_deadline_heard *heard, void *context,
	size_t record_bytes, unsigned int deadline_ms) VPB_MUST_CHECK;

#endif
