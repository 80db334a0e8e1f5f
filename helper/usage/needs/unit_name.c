/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The names of units, as systemd makes them from paths. */

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "../../base/array.h"
#include "need_source.h"

/* systemd.unit(5), "String escaping for inclusion in unit names": '-' is '/', \\x2d is '-'. */
static void name_unescape(const char *name, size_t length, char *path)
{
	const char *end = name + length;

	while (name < end) {
		size_t escape = vpb_word_escape(name, path);

		if (!escape)
			*path = *name == '-' ? '/' : *name;
		name += escape ? escape : 1;
		path++;
	}
	*path = '\0';
}

int vpb_need_source_add_unit(const struct vpb_need_source *from, const char *name)
{
	static const char *const ends[] = {".mount", ".automount", ".device", ".swap"};
	static const char volume[] = "systemd-cryptsetup@";
	char path[PATH_MAX];
	const char *end = strrchr(name, '.');

	if (*name == '/')
		return vpb_need_source_add(from, name);
	/* None is longer than 255 (systemd.unit(5)); unescaped it only gets shorter. */
	if (strlen(name) + sizeof("/dev/mapper/") > sizeof(path))
		return 0;
	if (end && vpb_word_has_start(name, volume) && strcmp(end, ".service") == 0) {
		name += strlen(volume);
		name_unescape(name, (size_t)(end - name), stpcpy(path, "/dev/mapper/"));
		return vpb_need_source_add(from, path);
	}
	for (size_t i = 0; end && i < VPB_ARRAY_SIZE(ends); i++) {
		if (strcmp(end, ends[i]) != 0)
			continue;
		name_unescape(name, (size_t)(end - name), stpcpy(path, "/"));
		return vpb_need_source_add(from, path);
	}
	return 0;
}
