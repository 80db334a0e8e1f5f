/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The tables of the administrator: fstab(5) and crypttab(5). */

#include <errno.h>
#include <limits.h>
#include <mntent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "needs.h"

static const char *const tags[] = {"UUID=", "LABEL=", "PARTUUID=", "PARTLABEL=", "ID="};

/* A device, as opposed to a share, a file or something made up. */
static bool is_device(const char *name)
{
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (strncmp(name, tags[i], strlen(tags[i])) == 0)
			return true;
	return strncmp(name, "/dev/", 5) == 0;
}

/* Libmount takes a tag's value with quotes too (mount(8)): they are no part of it. */
static char *name_unquoted(const char *name)
{
	char *copy = strdup(name), *value = copy ? strchr(copy, '=') : NULL;
	size_t length = value ? strlen(++value) : 0;

	if (length >= 2 && (*value == '"' || *value == '\'') &&
		value[length - 1] == *value) {
		value[length - 1] = '\0';
		memmove(value, value + 1, length - 1);
	}
	return copy;
}

static int device_add(struct vpb_needs *needs, const struct vpb_need *need)
{
	VPB_CLEANUP(vpb_freep) char *plain = name_unquoted(need->name);
	struct vpb_need added = *need;

	if (!plain)
		return -ENOMEM;
	added.name = plain;
	return vpb_needs_add(needs, &added);
}

/* A data set's pool is the name in front of the first slash. */
static int pool_add(struct vpb_needs *needs, const struct vpb_need *need)
{
	struct vpb_need added = *need;
	char name[300];

	snprintf(name, sizeof(name), "POOL=%.*s", (int)strcspn(need->name, "/"),
		need->name);
	added.name = name;
	return vpb_needs_add(needs, &added);
}

static int entry_add(struct vpb_needs *needs, const char *source, unsigned int line,
	const struct mntent *entry)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text user = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text cure = {};
	bool is_swap = strcmp(entry->mnt_type, "swap") == 0;
	bool is_root = strcmp(entry->mnt_dir, "/") == 0;
	struct vpb_need need;

	/* The initramfs mounts these two whatever the words say. */
	if ((hasmntopt(entry, "nofail") || hasmntopt(entry, "noauto")) && !is_root &&
		strcmp(entry->mnt_dir, "/usr") != 0)
		return 0;
	vpb_text_add(&user, "%s:%u ", source, line);
	if (is_swap)
		vpb_text_add(&user, "swaps on it");
	else
		vpb_text_add(&user, "mounts it on %s", entry->mnt_dir);
	if (is_root)
		vpb_text_add(&cure, "give the virtual machine another disk");
	else
		vpb_text_add(&cure,
			"if the host can do without it, add 'nofail' in %s:%u", source,
			line);
	if (vpb_text_error(&user) < 0 || vpb_text_error(&cure) < 0)
		return -ENOMEM;
	need = (struct vpb_need){.name = entry->mnt_fsname,
		.user = user.data,
		.cure = cure.data,
		.is_root = is_root,
		/* One of the network may come later; remote-fs.target stops no boot. */
		.is_weak = hasmntopt(entry, "_netdev")};
	if (strcmp(entry->mnt_type, "zfs") == 0)
		return pool_add(needs, &need);
	return is_device(entry->mnt_fsname) ? device_add(needs, &need) : 0;
}

/* Line by line with the C library's own reader, as systemd's fstab-generator does it. */
int vpb_needs_parse_fstab(struct vpb_needs *needs, const char *source, const char *text)
{
	size_t length = strlen(text);
	VPB_CLEANUP(vpb_freep) char *buffer = malloc(length + 2);
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *words;
	unsigned int number = 0;
	int r = 0;

	if (!buffer || !copy)
		return -ENOMEM;
	while (r == 0 && (words = strsep(&rest, "\n"))) {
		struct mntent entry;
		FILE *file;

		number++;
		if (!*words)
			continue;
		file = fmemopen(words, strlen(words), "r");
		if (!file)
			return -ENOMEM;
		if (getmntent_r(file, &entry, buffer, (int)(length + 2)))
			r = entry_add(needs, source, number, &entry);
		fclose(file);
	}
	return r;
}

/* Whether one of the options, between commas, is that word, or begins with it up to '='. */
static const char *option_find(const char *options, const char *word)
{
	size_t length = strlen(word);

	for (; options && *options;
		options += strcspn(options, ","), options += *options == ',')
		if (strncmp(options, word, length) == 0 &&
			(word[length - 1] == '=' || !options[length] ||
				options[length] == ','))
			return options + length;
	return NULL;
}

/* Of "FILE:DEVICE" the device, on which the file lies; of "UUID=..." all. Up to a comma. */
static int elsewhere_add(
	struct vpb_needs *needs, const char *place, const struct vpb_need *need)
{
	VPB_CLEANUP(vpb_freep) char *copy = strndup(place, strcspn(place, ","));
	struct vpb_need added = *need;
	char *colon = copy ? strrchr(copy, ':') : NULL;

	if (!copy)
		return -ENOMEM;
	added.name = colon ? colon + 1 : copy;
	/* A key that is read from a node of its own is something like /dev/urandom. */
	if (!is_device(added.name) || (!colon && *copy == '/'))
		return 0;
	return device_add(needs, &added);
}

static int volume_add(struct vpb_needs *needs, const char *source, unsigned int line,
	char *const fields[4])
{
	char node[PATH_MAX], user[PATH_MAX], cure[PATH_MAX];
	VPB_CLEANUP(vpb_freep) char *made_of = name_unquoted(fields[1]);
	const char *header = option_find(fields[3], "header=");
	struct vpb_need need = {.name = made_of, .user = user, .cure = cure};
	int r;

	if (!made_of)
		return -ENOMEM;
	snprintf(node, sizeof(node), "/dev/mapper/%s", fields[0]);
	r = vpb_needs_add_volume(needs, node, made_of);
	if (r < 0 || option_find(fields[3], "nofail") || option_find(fields[3], "noauto"))
		return r;
	snprintf(user, sizeof(user), "%s:%u unlocks it as %s", source, line, fields[0]);
	snprintf(cure, sizeof(cure),
		"if the host can do without it, add 'nofail' in %s:%u", source, line);
	if (is_device(made_of))
		r = device_add(needs, &need);
	snprintf(user, sizeof(user), "%s:%u has the key or header of %s on it", source,
		line, fields[0]);
	if (r == 0 && fields[2])
		r = elsewhere_add(needs, fields[2], &need);
	if (r == 0 && header)
		r = elsewhere_add(needs, header, &need);
	return r;
}

int vpb_needs_parse_crypttab(
	struct vpb_needs *needs, const char *source, const char *text)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(text);
	char *rest = copy, *words;
	unsigned int number = 0;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (words = strsep(&rest, "\n"))) {
		char *fields[4] = {NULL};
		size_t count = 0;

		number++;
		words += strspn(words, " \t\r");
		if (*words == '#')
			continue;
		while (count < 4 && words && *words) {
			fields[count++] = words;
			words += strcspn(words, " \t\r");
			if (*words)
				*words++ = '\0';
			words += strspn(words, " \t\r");
		}
		if (count >= 2)
			r = volume_add(needs, source, number, fields);
	}
	return r;
}
