/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "disk_tree.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	PLACE_BYTES = 1000,
};

static void __attribute__((format(printf, 4, 5)))
put(const struct tree *tree, const char *place, const char *name, const char *format, ...)
{
	char path[PATH_MAX], text[1000];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	snprintf(path, sizeof(path), "%s/%s", place, name);
	tree_file(tree, path, text);
}

/* Where the device of that name is, by its link in sys/class/block. */
static void place_find(const struct tree *tree, const char *name, char place[PLACE_BYTES])
{
	char link[PATH_MAX], target[PLACE_BYTES - 8];
	ssize_t length;

	snprintf(link, sizeof(link), "sys/class/block/%s", name);
	length = readlinkat(tree->root.fd, link, target, sizeof(target) - 1);
	if (length < 0)
		fail_msg("no such disk: %s", name);
	target[length] = '\0';
	snprintf(place, PLACE_BYTES, "sys/%s", target + strlen("../../"));
}

static void word_put(const struct tree *tree, const char *place, const char *word,
	struct vpb_text *udev)
{
	static const char *const tags[][2] = {{"type=", "ID_FS_TYPE"},
		{"uuid=", "ID_FS_UUID_ENC"}, {"label=", "ID_FS_LABEL_ENC"},
		{"partuuid=", "ID_PART_ENTRY_UUID"}, {"partlabel=", "ID_PART_ENTRY_NAME"},
		{"table=", "ID_PART_TABLE_TYPE"}};

	for (size_t i = 0; i < COUNT_OF(tags); i++)
		if (strncmp(word, tags[i][0], strlen(tags[i][0])) == 0)
			vpb_text_add(
				udev, "E:%s=%s\n", tags[i][1], word + strlen(tags[i][0]));
	if (strncmp(word, "dm=", 3) == 0)
		put(tree, place, "dm/name", "%s\n", word + 3);
	else if (strncmp(word, "dmuuid=", 7) == 0)
		put(tree, place, "dm/uuid", "%s\n", word + 7);
	else if (strcmp(word, "hidden") == 0)
		put(tree, place, "hidden", "1\n");
	else if (strcmp(word, "degraded") == 0)
		put(tree, place, "md/degraded", "1\n");
	else if (strcmp(word, "inactive") == 0)
		put(tree, place, "md/array_state", "inactive\n");
	else if (strncmp(word, "group=", 6) == 0)
		put(tree, place, "unit-group", "%s\n", word + 6);
	else if (strncmp(word, "members=", 8) == 0)
		put(tree, place, "unit-members", "%s\n", word + 8);
}

static void slaves_put(const struct tree *tree, const char *place, char *names)
{
	char path[PATH_MAX], *name;

	if (strcmp(names, "-") == 0)
		return;
	while ((name = strsep(&names, ","))) {
		snprintf(path, sizeof(path), "%s/slaves/%s", place, name);
		tree_link(tree, path, "../wherever");
	}
}

static void line_put(const struct tree *tree, unsigned int minor, char *line)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text udev = {};
	char place[PLACE_BYTES], path[PATH_MAX], *word;
	char *verb = strsep(&line, " "), *name = strsep(&line, " ");
	char *where = strsep(&line, " ");

	if (strcmp(verb, "part") == 0) {
		place_find(tree, where, place);
		snprintf(place + strlen(place), PLACE_BYTES - strlen(place), "/%s", name);
	} else if (strcmp(verb, "over") == 0) {
		snprintf(place, sizeof(place), "sys/devices/virtual/block/%s", name);
		slaves_put(tree, place, where);
	} else {
		snprintf(place, sizeof(place), "sys/devices/%s/%s", where, name);
	}
	put(tree, place, "dev", "8:%u\n", minor);
	if (strcmp(verb, "part") == 0)
		put(tree, place, "partition", "1\n");
	snprintf(path, sizeof(path), "sys/class/block/%s", name);
	{
		char target[PATH_MAX];

		snprintf(target, sizeof(target), "../../%s", place + strlen("sys/"));
		tree_link(tree, path, target);
	}
	vpb_text_add(&udev, "I:1\n");
	while ((word = strsep(&line, " "))) {
		if (strcmp(word, "unread") == 0)
			return;
		word_put(tree, place, word, &udev);
	}
	snprintf(path, sizeof(path), "run/udev/data/b8:%u", minor);
	tree_file(tree, path, udev.data);
}

void disk_tree(const struct tree *tree, const char *table)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(table);
	char *rest = copy, *line;
	unsigned int minor = 1;

	while ((line = strsep(&rest, "\n")))
		if (*line)
			line_put(tree, minor++, line);
}

void disk_tree_now(const struct tree *tree, const char *mounts, const char *cmdline)
{
	tree_file(tree, "proc/self/mountinfo", mounts);
	tree_file(tree, "proc/cmdline", cmdline);
}

static void trouble_show(struct vpb_text *shown, const char *address, const char *kind,
	const struct vpb_blocker *trouble)
{
	if (trouble->reason)
		vpb_text_add(shown, "%s %s: %s; %s\n", address, kind, trouble->reason,
			trouble->fix);
}

/* What libblkid and the superblocks tell on a real machine, and udev does not. */
static int tags_read(const struct vpb_root *root, struct vpb_blocks *blocks)
{
	assert_int_equal(vpb_tags_read_udev(root, blocks), 0);
	for (size_t i = 0; i < blocks->count; i++) {
		struct vpb_tags *tags = &blocks->items[i].tags;
		char path[PATH_MAX], word[64];

		snprintf(path, sizeof(path), "sys/class/block/%s/unit-group",
			blocks->items[i].name);
		if (vpb_root_read_word(root, path, word, sizeof(word)) == 0) {
			tags->group = strdup(word);
			strcat(word, "id");
			tags->group_uuid = strdup(word);
		}
		snprintf(path, sizeof(path), "sys/class/block/%s/unit-members",
			blocks->items[i].name);
		if (vpb_root_read_word(root, path, word, sizeof(word)) == 0)
			tags->member_count = (unsigned int)strtoul(word, NULL, 10);
	}
	return 0;
}

const char *disk_tree_judge(
	const struct tree *tree, const char *config, struct fixture *fixture)
{
	const struct vpb_usage_how how = {.read_tags = tags_read};

	tree_scan(tree, config, fixture);
	alarm(20);
	assert_int_equal(vpb_usage_read(&tree->root, &how, &fixture->request,
				 &fixture->selection, &fixture->snapshot),
		0);
	alarm(0);
	for (size_t i = 0; i < fixture->selection.claim_count; i++) {
		const struct vpb_device *device =
			&fixture->snapshot.devices[fixture->selection.claims[i].device];
		char address[VPB_ADDRESS_BYTES];

		vpb_address_format(device->address, address);
		trouble_show(&fixture->shown, address + 5, "system",
			vpb_device_system(device));
		trouble_show(&fixture->shown, address + 5, "in use", &device->in_use);
		if (!vpb_device_system(device)->reason && !device->in_use.reason)
			vpb_text_add(&fixture->shown, "%s free\n", address + 5);
	}
	return fixture->shown.data ? fixture->shown.data : "";
}
