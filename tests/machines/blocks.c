/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Block devices of a machine's text: sysfs, udev's files, /proc/self/mountinfo and /proc/swaps. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "machine.h"

/* One line, taken apart. Words of it: it points into a copy of the line. */
struct block {
	const char *name;
	char place[PATH_MAX]; /* below the tree */
	unsigned int minor;
};

static const char *value_of(char *const *words, const char *key)
{
	size_t length = strlen(key);

	for (; *words; words++)
		if (strncmp(*words, key, length) == 0)
			return *words + length;
	return NULL;
}

/* Where it is in sysfs: below a function, in its disk's folder, or made of others. */
static bool place_find(const struct machine *machine, const struct block *blocks,
	size_t count, char *const *words, struct block *block)
{
	const char *below = value_of(words, "below="), *disk = value_of(words, "disk=");
	char above[PATH_MAX] = "sys/devices/virtual/block";

	if (below && !machine_place(machine, below, above))
		return false;
	for (size_t i = 0; disk && i < count; i++)
		if (strcmp(blocks[i].name, disk) == 0)
			strcpy(above, blocks[i].place);
	return (size_t)snprintf(block->place, sizeof(block->place), "%s%s/%s", above,
		       below ? "/block" : "", block->name) < sizeof(block->place);
}

static void sysfs_put(const struct block *block, char *const *words)
{
	const char *over = value_of(words, "over=");
	char path[PATH_MAX + 16], number[32];

	snprintf(number, sizeof(number), "259:%u\n", block->minor);
	tree_put(block->place, "dev", number);
	if (value_of(words, "disk="))
		tree_put(block->place, "partition", "1\n");
	snprintf(path, sizeof(path), "%s/slaves", block->place);
	for (; over && *over; over += strcspn(over, ","), over += *over == ',') {
		char name[NAME_BYTES];

		snprintf(name, sizeof(name), "%.*s", (int)strcspn(over, ","), over);
		tree_put(path, name, "");
	}
	snprintf(path, sizeof(path), "%s/dm", block->place);
	if (value_of(words, "dm="))
		tree_put(path, "name", value_of(words, "dm="));
	if (value_of(words, "dmuuid="))
		tree_put(path, "uuid", value_of(words, "dmuuid="));
	tree_link("sys/class/block", block->name, block->place);
}

static void udev_put(const struct block *block, char *const *words)
{
	static const char *const keys[][2] = {{"type=", "ID_FS_TYPE"},
		{"uuid=", "ID_FS_UUID_ENC"}, {"label=", "ID_FS_LABEL_ENC"},
		{"partuuid=", "ID_PART_ENTRY_UUID"}};
	char text[1000] = "", name[32];
	size_t length = 0;

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (value_of(words, keys[i][0]))
			length += (size_t)snprintf(text + length, sizeof(text) - length,
				"E:%s=%s\n", keys[i][1], value_of(words, keys[i][0]));
	snprintf(name, sizeof(name), "b259:%u", block->minor);
	tree_put("run/udev/data", name, text);
}

bool blocks_put(const struct machine *machine)
{
	static struct block blocks[BLOCKS_MAX];
	char mounts[4096] = "", swaps[4096] = "Filename Type Size Used Priority\n";
	size_t mounted = 0, swapped = strlen(swaps);

	for (size_t i = 0; i < machine->block_count; i++) {
		char *line = strdup(machine->blocks[i]), *rest = line;
		char *words[WORDS_MAX + 1] = {NULL};

		blocks[i] = (struct block){
			.name = machine->blocks[i], .minor = (unsigned int)i};
		for (size_t count = 0;
			count < WORDS_MAX && (words[count] = strsep(&rest, " \t"));)
			count += *words[count] != '\0';
		blocks[i].name = words[0];
		if (!words[0] || !place_find(machine, blocks, i, words + 1, &blocks[i])) {
			fprintf(stderr, "block %s: no such function\n",
				machine->blocks[i]);
			return false;
		}
		sysfs_put(&blocks[i], words + 1);
		udev_put(&blocks[i], words + 1);
		if (value_of(words, "mount="))
			mounted += (size_t)snprintf(mounts + mounted,
				sizeof(mounts) - mounted,
				"%zu 1 259:%zu / %s rw - ext4 /dev/%s rw\n", 20 + i, i,
				value_of(words, "mount="), words[0]);
		if (value_of(words, "swap"))
			swapped +=
				(size_t)snprintf(swaps + swapped, sizeof(swaps) - swapped,
					"/dev/%s partition 1024 0 -2\n", words[0]);
		/* The name is used by later lines: the copy stays until the program ends. */
	}
	if (!machine->block_count)
		return true;
	tree_put("proc/self", "mountinfo", mounts);
	tree_put("proc", "swaps", swaps);
	return true;
}
