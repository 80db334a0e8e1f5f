/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Units of systemd.mount(5) and systemd.swap(5), and their drop-ins. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "needs.h"

/* The value where the line is that assignment; blanks around '=' are allowed. */
static const char *value_of(const char *line, const char *key)
{
	line += strspn(line, " \t");
	if (strncmp(line, key, strlen(key)) != 0)
		return NULL;
	line += strlen(key);
	line += strspn(line, " \t");
	if (*line++ != '=')
		return NULL;
	return line + strspn(line, " \t");
}

static void value_take(const char *line, const char *key, char *value, size_t value_bytes)
{
	const char *found = value_of(line, key);
	size_t length = found ? strlen(found) : 0;

	while (length && strchr(" \t\r", found[length - 1]))
		length--;
	if (found)
		snprintf(value, value_bytes, "%.*s", (int)length, found);
}

int vpb_needs_parse_unit(struct vpb_needs *needs, const char *source, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char what[1000] = "", from[200] = "";
	char user[PATH_MAX], cure[PATH_MAX];
	char *rest = copy, *line;

	if (!copy)
		return -ENOMEM;
	while ((line = strsep(&rest, "\n"))) {
		value_take(line, "What", what, sizeof(what));
		value_take(line, "SourcePath", from, sizeof(from));
	}
	/*
	 * Made of what is read itself, where `nofail` can still be seen. In a unit of its own that
	 * option says nothing: whether others require it is decided by links.
	 */
	if (strcmp(from, "/etc/fstab") == 0 || strcmp(from, "/proc/cmdline") == 0)
		return 0;
	if (strncmp(what, "/dev/", 5) != 0 && strncmp(what, "UUID=", 5) != 0 &&
		strncmp(what, "LABEL=", 6) != 0 && strncmp(what, "PARTUUID=", 9) != 0 &&
		strncmp(what, "PARTLABEL=", 10) != 0)
		return 0;
	snprintf(user, sizeof(user), "%.1000s names it", source);
	snprintf(cure, sizeof(cure),
		"if the host can do without it, mask that unit: systemctl mask, with the name of %.1000s",
		source);
	return vpb_needs_add(needs,
		&(struct vpb_need){.name = what, /* with a specifier in it: not found */
			.user = user,
			.cure = cure,
			/* A generator's is about the disk of the root file system. */
			.is_weak = strncmp(source, "/run/systemd/generator", 22) == 0});
}
