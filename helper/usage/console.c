/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The consoles that the kernel writes to, and a person logs in on: a serial port may be a PCI one. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parts.h"

static int console_tell(const struct vpb_usage *usage, const char *name, bool *marks)
{
	struct vpb_snapshot *snapshot = usage->snapshot;
	char path[PATH_MAX], target[PATH_MAX], reason[200];
	long found;
	int r = 0;

	snprintf(path, sizeof(path), "sys/class/tty/%s", name);
	if (strchr(name, '/') || vpb_root_read_target(usage->root, path, target) < 0)
		return 0;
	memset(marks, false, snapshot->device_count);
	found = vpb_usage_find_functions(usage, target, marks);
	if (found >= 0)
		marks[found] = true;
	snprintf(reason, sizeof(reason),
		"carries the console %.60s, which the system writes to and is used from",
		name);
	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++)
		if (marks[i])
			r = vpb_blocker_set(&snapshot->devices[i].console, reason,
				"take its 'console=' off the kernel command line, or add "
				"'allow=keyboard' if you can do without it");
	return r;
}

/* "tty0 ttyS4" (drivers/tty/tty_io.c, show_cons_active). */
int vpb_usage_find_console(const struct vpb_usage *usage)
{
	VPB_CLEANUP(vpb_freep) bool *marks = NULL;
	char names[500], *rest = names, *name;
	int r = 0;

	if (vpb_root_read_word(usage->root, "sys/class/tty/console/active", names,
		    sizeof(names)) < 0)
		return 0;
	marks = calloc(usage->snapshot->device_count + 1, sizeof(bool));
	if (!marks)
		return -ENOMEM;
	while (r == 0 && (name = strsep(&rest, " ")))
		if (*name)
			r = console_tell(usage, name, marks);
	return r;
}
