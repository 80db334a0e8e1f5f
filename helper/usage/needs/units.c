/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Units of systemd.mount(5) and systemd.swap(5), and their drop-ins. */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "need_source.h"
#include "read.h"

/* The value where the line is that assignment; blanks around '=' are allowed. */
static const char *value_of(const char *line, const char *key)
{
	line += strspn(line, " \t");
	if (!vpb_word_has_start(line, key))
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

/*
 * A further fstab, which comes as a credential (systemd.system-credentials(7)). systemd hides all
 * credentials from a service that asks for none, but not the units that it made of this one.
 */
static bool is_extra_fstab(const char *path)
{
	return vpb_word_has_end(path, "/fstab.extra");
}

/* What systemctl(1) calls it: of "/etc/systemd/system/srv.mount.d/a.conf" that is "srv.mount". */
static void unit_name(const char *source, char name[NAME_MAX + 1])
{
	const char *end = strstr(source, ".d/"), *start;

	if (!end)
		end = source + strlen(source);
	for (start = end; start > source && start[-1] != '/'; start--)
		;
	snprintf(name, NAME_MAX + 1, "%.*s", (int)(end - start), start);
}

int vpb_needs_parse_unit(struct vpb_needs *needs, const char *source, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char what[1000] = "", where[1000] = "", type[100] = "", options[1000] = "";
	char user[PATH_MAX], fix[PATH_MAX], made_of[200] = "", name[NAME_MAX + 1];
	const struct mntent line = {.mnt_fsname = what, /* with a specifier: not found */
		.mnt_dir = where,
		.mnt_type = type,
		.mnt_opts = options};
	struct vpb_need_source from = {
		.needs = needs, .need = {.user = user, .fix = fix}};
	char *rest = copy, *words;
	bool is_extra;

	if (!copy)
		return -ENOMEM;
	while ((words = strsep(&rest, "\n"))) {
		value_take(words, "What", what, sizeof(what));
		value_take(words, "Where", where, sizeof(where));
		value_take(words, "Type", type, sizeof(type));
		value_take(words, "Options", options, sizeof(options));
		value_take(words, "SourcePath", made_of, sizeof(made_of));
	}
	/*
	 * Made of what is read itself, where `nofail` can still be seen. In a unit of its own that
	 * option says nothing: whether others require it is decided by links.
	 */
	if (strcmp(made_of, "/etc/fstab") == 0)
		return 0;
	is_extra = is_extra_fstab(made_of);
	if ((is_extra || strcmp(made_of, "/proc/cmdline") == 0) &&
		(vpb_options_say(options, "nofail", "fail") ||
			vpb_options_say(options, "noauto", "auto")))
		return 0;
	unit_name(source, name);
	snprintf(user, sizeof(user), "%.1000s names it", source);
	snprintf(fix, sizeof(fix),
		"if the host can do without it, run: systemctl mask %s", name);
	if (vpb_need_add_line_server(needs, &line, user, fix) < 0)
		return -ENOMEM;
	/*
	 * Any other that is generated is read itself, or about the disk of the root file
	 * system: systemd-gpt-auto-generator(8) looks at no other one.
	 */
	from.need.is_weak =
		!is_extra && vpb_word_has_start(source, "/run/systemd/generator");
	return vpb_need_source_add_line(&from, &line);
}
