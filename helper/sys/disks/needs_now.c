/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the kernel was told, what it has mounted, and what systemd's units will mount. */

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "needs.h"

static const char other_disk[] = "give the virtual machine another disk";

static bool has_start(const char *word, const char *start)
{
	return strncmp(word, start, strlen(start)) == 0;
}

static bool is_tag(const char *word)
{
	return has_start(word, "UUID=") || has_start(word, "LABEL=") ||
	       has_start(word, "PARTUUID=") || has_start(word, "PARTLABEL=");
}

/* A root that lies on no disk: the network's is another guard's, and memory needs none. */
static bool is_diskless(const char *value)
{
	static const char *const starts[] = {"/dev/nfs", "/dev/ram", "nfs", "nbd",
		"iscsi", "cifs", "fcoe", "dhcp", "9p", "virtiofs", "tmpfs", "live:http",
		"off"};

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (has_start(value, starts[i]))
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
		if (has_start(value, prefixes[i]))
			value += strlen(prefixes[i]);
	snprintf(name, name_bytes, "?");
	for (size_t i = 0; i < 3; i++)
		if (has_start(value, pools[i]) && value[4])
			snprintf(name, name_bytes, "POOL=%.*s",
				(int)strcspn(value + 4, "/"), value + 4);
	if (has_start(value, "PARTUUID="))
		snprintf(name, name_bytes, "%.*s", (int)strcspn(value, "/"), value);
	else if (is_tag(value) || has_start(value, "/dev/"))
		snprintf(name, name_bytes, "%s", value);
	else if (sscanf(value, "%u:%u%n", &number, &minor, &end) == 2 && !value[end])
		snprintf(name, name_bytes, "NUMBER=%u:%u", number, minor);
	else if (isxdigit((unsigned char)*value) &&
		 sscanf(value, "%x%n", &number, &end) == 1 && !value[end])
		snprintf(name, name_bytes, "NUMBER=%u:%u", number >> 8, number & 0xff);
}

static int word_add(
	struct vpb_needs *needs, const char *word, const char *name, bool is_weak)
{
	char user[PATH_MAX];

	snprintf(
		user, sizeof(user), "'%.200s' on the kernel command line names it", word);
	return vpb_needs_add(needs, &(struct vpb_need){.name = (char *)name,
					    .user = user,
					    .cure = (char *)other_disk,
					    .is_root = has_start(word, "root="),
					    .is_weak = is_weak});
}

/*
 * What opens volumes: by a UUID, to be cut off at `stop`. The initramfs has done what rd. asks
 * for, so nothing is amiss where that is not found.
 */
static int volume_word_parse(struct vpb_needs *needs, const char *word)
{
	static const struct {
		const char *key, *tag, *stop;
		bool is_weak;
	} words[] = {
		{"rd.luks.uuid=", "UUID=", "", true},
		{"luks.uuid=", "UUID=", "", false},
		{"rd.luks.name=", "UUID=", "=", true},
		{"luks.name=", "UUID=", "=", false},
		{"rd.md.uuid=", "ARRAY=", "", true},
		{"cryptdevice=", "", ":", false},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		const char *value = word + strlen(words[i].key);
		char name[300];
		size_t length;

		if (!has_start(word, words[i].key) || !*value)
			continue;
		if (has_start(value, "luks-"))
			value += strlen("luks-");
		length = snprintf(name, sizeof(name), "%s", words[i].tag);
		for (; *value && !strchr(words[i].stop, *value) &&
			length < sizeof(name) - 1;
			value++)
			if (*words[i].tag != 'A' || isxdigit((unsigned char)*value))
				name[length++] =
					(char)(*words[i].tag
							? tolower((unsigned char)*value)
							: *value);
		name[length] = '\0';
		return word_add(needs, word, name, words[i].is_weak);
	}
	return 0;
}

int vpb_needs_parse_cmdline(struct vpb_needs *needs, const char *text)
{
	static const char *const keys[] = {"root=", "resume=", "mount.usr="};
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	const char *last[3] = {NULL};
	char *rest = copy, *word, name[300];
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (word = strsep(&rest, " \t\n"))) {
		size_t length = 0;

		for (char *c = word; *c; c++)
			if (*c != '"')
				word[length++] = *c;
		word[length] = '\0';
		if (strcmp(word, "--") == 0)
			break;
		for (size_t i = 0; i < 3; i++)
			if (has_start(word, keys[i]))
				last[i] = word;
		r = volume_word_parse(needs, word);
	}
	for (size_t i = 0; r == 0 && i < 3; i++) {
		const char *value = last[i] ? last[i] + strlen(keys[i]) : "";

		if (is_diskless(value))
			continue;
		root_name(value, name, sizeof(name));
		r = word_add(needs, last[i], name, false);
	}
	return r;
}

/* File systems without a device number of their own say which devices they have. */
static int numberless_add(struct vpb_needs *needs, const char *type, char *source,
	const struct vpb_need *need)
{
	struct vpb_need added = *need;
	char name[300], *node;
	int r = 0;

	added.name = name;
	if (strcmp(type, "zfs") == 0) {
		snprintf(name, sizeof(name), "POOL=%.*s", (int)strcspn(source, "/"),
			source);
		return vpb_needs_add(needs, &added);
	}
	if (strcmp(type, "btrfs") == 0 || strcmp(type, "bcachefs") == 0) {
		/* bcachefs: its devices, with colons between them. */
		while (r == 0 && (node = strsep(&source, ":"))) {
			snprintf(name, sizeof(name), "%s", node);
			r = vpb_needs_add(needs, &added);
		}
		return r;
	}
	if (!need->is_root || strcmp(type, "overlay") != 0)
		return 0;
	snprintf(name, sizeof(name), "?");
	return vpb_needs_add(needs, &added);
}

/* 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw   (proc_pid_mountinfo(5)) */
static int mount_add(struct vpb_needs *needs, char *line)
{
	char place[1000], type[100], source[1000], number[64], user[1200], cure[1200];
	struct vpb_need need = {
		.name = number, .user = user, .cure = cure, .is_now = true};
	unsigned int major, minor;
	char *end = strstr(line, " - ");

	if (!end || sscanf(line, "%*u %*u %u:%u %*s %999s", &major, &minor, place) != 3 ||
		sscanf(end, " - %99s %999s", type, source) != 2)
		return 0;
	need.is_root = strcmp(place, "/") == 0 || strcmp(place, "/usr") == 0;
	snprintf(user, sizeof(user), "it is mounted on %s", place);
	snprintf(cure, sizeof(cure), "%s%s", need.is_root ? other_disk : "umount ",
		need.is_root ? "" : place);
	if (!major)
		return numberless_add(needs, type, source, &need);
	snprintf(number, sizeof(number), "NUMBER=%u:%u", major, minor);
	return vpb_needs_add(needs, &need);
}

int vpb_needs_parse_mounts(struct vpb_needs *needs, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n")))
		r = mount_add(needs, line);
	return r;
}

int vpb_needs_parse_swaps(struct vpb_needs *needs, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *line;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (line = strsep(&rest, "\n"))) {
		char name[1000], type[32], cure[1100];

		/* The first line is a heading; a file's disk is mounted. */
		if (sscanf(line, "%999s %31s", name, type) != 2 ||
			strcmp(type, "partition") != 0)
			continue;
		snprintf(cure, sizeof(cure), "swapoff %s", name);
		r = vpb_needs_add(needs, &(struct vpb_need){.name = name,
						 .user = "the system swaps on it",
						 .cure = cure,
						 .is_now = true});
	}
	return r;
}
