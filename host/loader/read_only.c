/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "read_only.h"

#include <string.h>

/* Whether one of the options, by commas, is "ro". */
static bool has_ro(char *options)
{
	char *option;

	while ((option = strsep(&options, ",")))
		if (strcmp(option, "ro") == 0)
			return true;
	return false;
}

enum root_mount {
	NOT_SAID,
	READ_WRITE,
	READ_ONLY,
};

/* fstab and the list of mounts have the same fields. */
static enum root_mount root_mount_find(const struct vpb_root *root, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	enum root_mount found = NOT_SAID;
	char *rest, *line;

	if (vpb_root_read(root, path, &text) < 0)
		return NOT_SAID;
	for (rest = text.data; (line = strsep(&rest, "\n"));) {
		char *fields[4] = {}, *field;
		size_t count = 0;

		while (count < 4 && (field = strsep(&line, " \t")))
			if (*field)
				fields[count++] = field;
		if (count == 4 && *fields[0] != '#' && strcmp(fields[1], "/") == 0)
			found = has_ro(fields[3]) ? READ_ONLY : READ_WRITE;
	}
	return found;
}

bool vpb_read_only_is(const struct vpb_root *root)
{
	enum root_mount mount;

	if (!vpb_root_has(root, VPB_READ_ONLY_PROGRAM))
		return false;
	mount = root_mount_find(root, "etc/fstab");
	if (mount == NOT_SAID)
		mount = root_mount_find(root, "proc/self/mounts");
	return mount != READ_WRITE;
}
