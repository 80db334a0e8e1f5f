/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_SYSFS_H
#define RANDOM_SYSFS_H

#include "request.h"

/*
 * Writes machine and request as a tree below `directory`, which exists: sysfs as far as the
 * program reads it, /proc/iomem and /proc/cmdline, the config. False after a failure, told on
 * stderr.
 */
bool sysfs_write(const char *directory, const struct machine *machine,
	const struct random_request *asked);

/* Removes the directory with all that is in it. */
void sysfs_remove(const char *directory);

#endif
