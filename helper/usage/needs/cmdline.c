/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the kernel command line names. */

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"
#include "../../core/kernel_line.h"
#include "need_source.h"
#include "read.h"

#define ON_THE_LINE "on the kernel command line"

static const char other_disk[] = "give the VM another disk";

/*
 * A root that is on no disk of this machine (the network has a guard of its own), and words for
 * "do not resume".
 */
static bool is_diskless(const char *value)
{
	static const char *const starts[] = {"/dev/nfs", "/dev/ram", "nfs", "nbd",
		"iscsi", "cifs", "fcoe", "dhcp", "9p", "virtiofs", "tmpfs", "live:http",
		"off"};
	static const char *const words[] = {"none", "no", "auto", "0", "0:0"};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(starts); i++)
		if (vpb_word_has_start(value, starts[i]))
			return true;
	for (size_t i = 0; i < VPB_ARRAY_SIZE(words); i++)
		if (strcmp(value, words[i]) == 0)
			return true;
	return !*value;
}

/*
 * The forms that root= and its like take, for the kernel itself (block/early-lookup.c), for
 * dracut ("block:", "live:") and for ZFS.
 */
static void root_name(const char *value, char *name, size_t name_bytes)
{
	static const char *const prefixes[] = {"block:", "live:"};
	static const char *const pools[] = {"ZFS=", "zfs=", "zfs:"};
	unsigned int number, minor;
	int end = 0;

	for (size_t i = 0; i < 2; i++)
		if (vpb_word_has_start(value, prefixes[i]))
			value += strlen(prefixes[i]);
	snprintf(name, name_bytes, "?");
	for (size_t i = 0; i < 3; i++)
		if (vpb_word_has_start(value, pools[i]) && value[4])
			snprintf(name, name_bytes, "POOL=%.*s",
				(int)strcspn(value + 4, "/"), value + 4);
	if (vpb_word_has_start(value, "PARTUUID="))
		snprintf(name, name_bytes, "%.*s", (int)strcspn(value, "/"), value);
	else if (vpb_name_is_device(value))
		snprintf(name, name_bytes, "%s", value);
	else if (sscanf(value, "%u:%u%n", &number, &minor, &end) == 2 && !value[end])
		snprintf(name, name_bytes, "NUMBER=%u:%u", number, minor);
	else if (isxdigit((unsigned char)*value) &&
		 sscanf(value, "%x%n", &number, &end) == 1 && !value[end])
		snprintf(name, name_bytes, "NUMBER=%u:%u", number >> 8, number & 0xff);
}

/*
 * The kernel keeps the quotes within a word, but what reads these words does not: systemd's
 * proc-cmdline.c takes all of them away.
 */
static void quotes_remove(char *word)
{
	char *to = word;

	for (; *word; word++)
		if (*word != '"')
			*to++ = *word;
	*to = '\0';
}

/* The last of these counts. The initramfs has already looked for what to resume from. */
static int last_add(struct vpb_needs *needs, const char *word, const char *value)
{
	char name[300], user[300];
	bool is_resume = vpb_word_has_start(word, "resume=");

	snprintf(user, sizeof(user), "'%.200s' " ON_THE_LINE " names it", word);
	root_name(value, name, sizeof(name));
	return vpb_needs_add(needs, &(struct vpb_need){.name = name,
					    .user = user,
					    .fix = (char *)other_disk,
					    .is_root = !is_resume,
					    .is_weak = is_resume});
}

int vpb_needs_parse_cmdline(struct vpb_needs *needs, const char *text)
{
	static const char *const keys[] = {"root", "mount.usr", "resume"};
	enum { KEYS = 3 };
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	struct vpb_kernel_line line = {copy, copy};
	const char *last[KEYS] = {NULL};
	struct vpb_kernel_word cut;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && vpb_kernel_line_cut(&line, &cut) && strcmp(cut.key, "--") != 0) {
		const char *word = cut.key;

		quotes_remove(cut.key);
		needs->no_resume |= strcmp(word, "noresume") == 0 ||
				    strcmp(word, "hibernate=noresume") == 0;
		for (size_t i = 0; i < KEYS; i++)
			if (vpb_word_value(word, keys[i]))
				last[i] = word;
		r = vpb_word_parse(needs, word);
	}
	for (size_t i = 0; r == 0 && i < KEYS; i++) {
		const char *value = last[i] ? vpb_word_value(last[i], keys[i]) : "";

		if (!is_diskless(value) &&
			!(needs->no_resume && strcmp(keys[i], "resume") == 0))
			r = last_add(needs, last[i], value);
	}
	return r;
}

/* RESUME= of initramfs.conf(5), which is shell. The initramfs has looked for that, too. */
int vpb_needs_parse_resume(struct vpb_needs *needs, const char *source, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line, user[PATH_MAX], fix[PATH_MAX];
	const struct vpb_need_source from = {
		.needs = needs, .need = {.user = user, .fix = fix, .is_weak = true}};
	int r = 0;

	if (!copy)
		return -ENOMEM;
	snprintf(user, sizeof(user), "%.1000s names it as RESUME=", source);
	snprintf(fix, sizeof(fix),
		"if the host does not hibernate, write RESUME=none into %.1000s", source);
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		char *value = line + strspn(line, " \t"), *end;

		if (!vpb_word_has_start(value, "RESUME=") || needs->no_resume)
			continue;
		value += strlen("RESUME=");
		value += *value == '"' || *value == '\'';
		end = value + strcspn(value, "\"' \t\r#");
		*end = '\0';
		if (vpb_name_is_device(value))
			r = vpb_need_source_add(&from, value);
	}
	return r;
}
