/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "menus.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../loader/limine.h"

enum {
	PARTS_MAX = 16,
};

/* One entry of a menu, while it is read. */
struct entry {
	const struct vpb_image_search *search;
	enum vpb_image_source source;
	char release[VPB_NAME_BYTES * 2];
	char paths[PARTS_MAX][PATH_MAX];
	size_t count;
	bool is_skipped;
};

static bool is_there(const struct vpb_root *root, const char *path)
{
	struct stat status;

	return vpb_root_stat(root, path, 0, &status) == 0 && S_ISREG(status.st_mode);
}

/*
 * A boot loader counts from the top of a file system, which may be that of /boot, or have the
 * system's root in a folder (/@/boot/initrd): what is left of the path is tried at each place.
 */
static void path_find(
	const struct vpb_root *root, const char *path, char ret_path[PATH_MAX])
{
	static const char *const tops[] = {"", "boot/", "efi/", "boot/efi/"};
	const char *rest = path + strspn(path, "/");

	snprintf(ret_path, PATH_MAX, "%s", rest);
	for (; *rest; rest += strcspn(rest, "/"), rest += strspn(rest, "/"))
		for (size_t i = 0; i < sizeof(tops) / sizeof(*tops); i++) {
			char found[PATH_MAX];

			snprintf(found, sizeof(found), "%s%s", tops[i], rest);
			if (!is_there(root, found))
				continue;
			strcpy(ret_path, found);
			return;
		}
}

static void part_take(struct entry *entry, const char *path)
{
	if (entry->count < PARTS_MAX)
		path_find(entry->search->root, path, entry->paths[entry->count++]);
}

/* By a version in the text, or by the name of the package that the kernel came in. */
static void release_take(struct entry *entry, const char *text, const char *package)
{
	const char *release = vpb_image_release_in(entry->search->facts, text);

	if (!*release && package)
		release = vpb_image_release_of_package(entry->search, package);
	if (*release)
		snprintf(entry->release, sizeof(entry->release), "%s", release);
}

static int entry_end(struct entry *entry)
{
	const char *parts[PARTS_MAX];
	int r = 0;

	for (size_t i = 0; i < entry->count; i++)
		parts[i] = entry->paths[i];
	if (entry->count && !entry->is_skipped)
		r = vpb_image_place_add(entry->search, entry->source, entry->release,
			parts, entry->count);
	entry->count = 0;
	entry->release[0] = '\0';
	entry->is_skipped = false;
	entry->source = VPB_IMAGE_OF_ENTRY;
	return r;
}

/* Line by line; an entry ends where `take` says so, and with the file. */
static int menu_read(const struct vpb_image_search *search, const char *path,
	int (*take)(struct entry *entry, char *line))
{
	struct vpb_image_search named = *search;
	struct entry entry = {.search = &named, .source = VPB_IMAGE_OF_ENTRY};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;
	int r = 0;

	if (vpb_root_read(search->root, path, &text) < 0)
		return 0;
	named.by = path;
	for (rest = text.data; r == 0 && (line = strsep(&rest, "\n"));)
		r = take(&entry, line);
	return r == 0 ? entry_end(&entry) : r;
}

/* What follows the key of a line "key: value", or NULL. */
static char *value_of(char *line, const char *key)
{
	size_t length = strlen(key);
	char *at = line + length;

	if (strncasecmp(line, key, length) != 0)
		return NULL;
	at += strspn(at, " \t");
	if (*at != ':' && *at != '=')
		return NULL;
	at++;
	return at + strspn(at, " \t");
}

/* "boot():/x/initramfs#HASH": the partition is mounted somewhere here. */
static char *limine_path(char *value)
{
	char *path = strstr(value, "):");

	value[strcspn(value, "#\r")] = '\0';
	return path && path < value + strlen(value) ? path + strlen("):") : value;
}

static void limine_line_take(struct entry *entry, char *line)
{
	char *value;

	if ((value = value_of(line, "comment"))) {
		char *package = strstr(value, "kernel-id=");

		release_take(
			entry, value, package ? package + strlen("kernel-id=") : NULL);
	} else if ((value = value_of(line, "module_path"))) {
		part_take(entry, limine_path(value));
	} else if ((value = value_of(line, "path")) ||
		   (value = value_of(line, "kernel_path"))) {
		value = limine_path(value);
		if (vpb_word_has_end(value, ".efi")) {
			entry->source = VPB_IMAGE_OF_UKI;
			part_take(entry, value);
		}
		release_take(entry, value, NULL);
	}
	/* Old ones, which belong to snapshots of the system. */
	entry->is_skipped |= value && strstr(value, "limine_history");
}

static int limine_line_end(struct entry *entry, char *line)
{
	line += strspn(line, " \t");
	if (*line == '/')
		return entry_end(entry);
	if (*line != '#')
		limine_line_take(entry, line);
	return 0;
}

int vpb_image_places_read_limine(const struct vpb_image_search *search)
{
	int r = 0;

	for (size_t i = 0; r == 0 && vpb_limine_menus[i]; i++)
		r = menu_read(search, vpb_limine_menus[i], limine_line_end);
	return r;
}

static bool is_command(const char *word, const char *command)
{
	size_t length = strlen(command);

	return strncmp(word, command, length) == 0 &&
	       (!word[length] || strcmp(word + length, "efi") == 0 ||
		       strcmp(word + length, "16") == 0);
}

/* "linux /boot/vmlinuz-6.1 root=A" and "initrd /boot/ucode.img /boot/initrd.img-6.1". */
static int grub_line_take(struct entry *entry, char *line)
{
	const char *command, *word;
	int r = 0;

	do
		command = strsep(&line, " \t");
	while (command && !*command);
	if (!command || !line)
		return 0;
	if (is_command(command, "linux")) {
		char *kernel = line + strspn(line, " \t");
		const char *name;

		r = entry_end(entry);
		kernel[strcspn(kernel, " \t\r")] = '\0';
		name = strstr(kernel, "vmlinuz-");
		release_take(entry, kernel, name ? name + strlen("vmlinuz-") : NULL);
	} else if (is_command(command, "initrd")) {
		while ((word = strsep(&line, " \t\r")))
			if (*word)
				part_take(entry, *word == '(' && strchr(word, ')')
							 ? strchr(word, ')') + 1
							 : word);
	}
	return r;
}

static bool is_seen(const struct vpb_image_search *search, const char *release)
{
	for (size_t i = 0; i < search->places->count; i++)
		if (strcmp(search->places->items[i].release, release) == 0)
			return true;
	return false;
}

static int grub_line_end(struct entry *entry, char *line)
{
	int r = grub_line_take(entry, line);

	entry->is_skipped = !*entry->release || is_seen(entry->search, entry->release);
	return r;
}

int vpb_image_places_read_grub(const struct vpb_image_search *search)
{
	static const char *const menus[] = {"boot/grub/grub.cfg", "boot/grub2/grub.cfg"};
	int r = 0;

	for (size_t i = 0; r == 0 && i < sizeof(menus) / sizeof(*menus); i++)
		r = menu_read(search, menus[i], grub_line_end);
	return r;
}
