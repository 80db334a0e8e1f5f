/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "need_source.h"

#include <errno.h>
#include <libmount.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"

bool vpb_name_is_device(const char *name)
{
	static const char *const starts[] = {
		"UUID=", "LABEL=", "PARTUUID=", "PARTLABEL=", "ID=", "/dev/"};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(starts); i++)
		if (vpb_word_has_start(name, starts[i]))
			return true;
	return false;
}

const char *vpb_option_find(const char *options, const char *name, size_t *ret_length)
{
	char *rest = (char *)options, *found, *value; /* libmount only reads it */
	size_t found_length, length;

	while (rest && mnt_optstr_next_option(
			       &rest, &found, &found_length, &value, &length) == 0) {
		if (found_length != strlen(name) ||
			memcmp(found, name, found_length) != 0)
			continue;
		if (ret_length)
			*ret_length = value ? length : 0;
		return value ? value : found + found_length;
	}
	return NULL;
}

bool vpb_options_say(const char *options, const char *yes, const char *no)
{
	const char *last = NULL, *found = options;

	while ((found = vpb_option_find(found, yes, NULL)))
		last = found;
	return last && !vpb_option_find(last, no, NULL);
}

char *vpb_name_unquoted(const char *name)
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

int vpb_need_source_add_exact(const struct vpb_need_source *from, const char *name)
{
	struct vpb_need need = from->need;

	need.name = (char *)name;
	return from->holder ? vpb_needs_add_optional(from->needs, from->holder, &need)
			    : vpb_needs_add(from->needs, &need);
}

int vpb_need_source_add_pool(const struct vpb_need_source *from, const char *name)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text pool = {};

	vpb_text_add(&pool, "POOL=%.*s", (int)strcspn(name, "/"), name);
	if (vpb_text_error(&pool) < 0)
		return -ENOMEM;
	return vpb_need_source_add_exact(from, pool.data);
}

bool vpb_type_is_share(const char *type, const char *options)
{
	size_t length;
	const char *way = vpb_option_find(options, "trans", &length);

	/* The other ways of 9p go over the network, or to a program here (kernel, 9p.rst). */
	return strcmp(type, "virtiofs") == 0 ||
	       (strcmp(type, "9p") == 0 && (!way || vpb_word_has_start(way, "virtio")));
}

/* "KEY=NAME" */
static int key_name_add(
	const struct vpb_need_source *from, const char *key, const char *name)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_text_add(&text, "%s%s", key, name);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	return vpb_need_source_add_exact(from, text.data);
}

int vpb_need_source_add_share(const struct vpb_need_source *from, const char *tag)
{
	return key_name_add(from, "SHARE=", tag);
}

int vpb_need_source_add_path(const struct vpb_need_source *from, const char *path)
{
	return key_name_add(from, "PATH=", path);
}

int vpb_need_source_add(const struct vpb_need_source *from, const char *name)
{
	VPB_CLEANUP(vpb_freep) char *plain = NULL;

	/* A volume of ZFS is not there before its pool is. */
	if (vpb_word_has_start(name, "/dev/zvol/"))
		return vpb_need_source_add_pool(from, name + strlen("/dev/zvol/"));
	if (vpb_name_is_device(name)) {
		plain = vpb_name_unquoted(name);
		return plain ? vpb_need_source_add_exact(from, plain) : -ENOMEM;
	}
	/* "//server/share" is none. */
	return *name == '/' && name[1] != '/' ? vpb_need_source_add_path(from, name) : 0;
}

/* A file is a path (see list.h). */
int vpb_need_source_add_node(
	const struct vpb_need_source *from, const char *node, const char *made_of)
{
	VPB_CLEANUP(vpb_freep) char *name = NULL;

	if (*made_of != '/' || vpb_name_is_device(made_of))
		name = vpb_name_unquoted(made_of);
	else if (asprintf(&name, "PATH=%s", made_of) < 0)
		name = NULL;
	return name ? vpb_needs_add_volume(from->needs, node, name) : -ENOMEM;
}

/* Where ":DEVICE" or ":/" begins: names of udev's by-path have other colons in them. */
static char *colon_find(char *text)
{
	for (; (text = strchr(text, ':')); text++)
		if (vpb_name_is_device(text + 1) || text[1] == '/')
			return text;
	return NULL;
}

/* What gives bytes and is no disk (systemd's cryptsetup-generator.c, print_dependencies). */
static bool is_generator(const char *node)
{
	static const char *const nodes[] = {"/dev/urandom", "/dev/random",
		"/dev/hw_random", "/dev/hwrng", "/dev/null", "/dev/zero"};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(nodes); i++)
		if (strcmp(node, nodes[i]) == 0)
			return true;
	return false;
}

/*
 * crypttab(5) and systemd-cryptsetup-generator(8) have FILE, NODE and FILE:DEVICE; dracut.cmdline(7)
 * has FILE:DEVICE:VOLUME; Debian's passdev has DEVICE:FILE:SECONDS. A file that lies on a device
 * of its own is on no other.
 */
int vpb_need_source_add_key(const struct vpb_need_source *from, const char *spec)
{
	VPB_CLEANUP(vpb_freep) char *copy = strndup(spec, strcspn(spec, ","));
	char *colon = copy ? colon_find(copy) : NULL, *device;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	if (!colon || vpb_name_is_device(copy)) {
		if (colon)
			*colon = '\0';
		return is_generator(copy) ? 0 : vpb_need_source_add(from, copy);
	}
	while (r == 0 && colon) {
		device = colon + 1;
		colon = colon_find(device);
		if (colon)
			*colon = '\0';
		r = vpb_need_source_add(from, device);
	}
	return r;
}

int vpb_table_read(struct vpb_needs *needs, const char *source, const char *text,
	int (*add)(
		struct vpb_needs *needs, const char *origin, const struct mntent *line))
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
		char origin[PATH_MAX];
		struct mntent line;
		FILE *file;

		number++;
		if (!*words)
			continue;
		file = fmemopen(words, strlen(words), "r");
		if (!file)
			return -ENOMEM;
		snprintf(origin, sizeof(origin), "%s:%u", source, number);
		if (getmntent_r(file, &line, buffer, (int)(length + 2)) && *line.mnt_dir)
			r = add(needs, origin, &line);
		fclose(file);
	}
	return r;
}
