/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../base/array.h"
#include "tags.h"

/* "\x20" is how libblkid writes a blank, and whatever else a link's name cannot hold. */
static char *value_decode(const char *value)
{
	char *copy = strdup(value), *to = copy;

	for (const char *from = copy; from && *from; to++) {
		size_t length = vpb_word_escape(from, to);

		if (!length)
			*to = *from;
		from += length ? length : 1;
	}
	if (copy)
		*to = '\0';
	return copy;
}

static int line_parse(struct vpb_tags *tags, const char *line)
{
	const struct {
		const char *key;
		char **place;
	} keys[] = {
		{"E:ID_FS_TYPE=", &tags->type},
		{"E:ID_FS_UUID_ENC=", &tags->uuid},
		{"E:ID_FS_LABEL_ENC=", &tags->label},
		{"E:ID_PART_ENTRY_UUID=", &tags->part_uuid},
		{"E:ID_PART_ENTRY_NAME=", &tags->part_label},
	};

	for (size_t i = 0; i < VPB_ARRAY_SIZE(keys); i++) {
		if (!vpb_word_has_start(line, keys[i].key) || *keys[i].place)
			continue;
		*keys[i].place = value_decode(line + strlen(keys[i].key));
		if (!*keys[i].place)
			return -ENOMEM;
	}
	return 0;
}

int vpb_tags_set_blank(struct vpb_tags *tags)
{
	if (tags->type)
		return 0;
	tags->type = strdup("");
	return tags->type ? 0 : -ENOMEM;
}

int vpb_tags_read_udev(const struct vpb_root *root, struct vpb_blocks *blocks)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < blocks->count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		struct vpb_block *block = &blocks->items[i];
		bool is_table;
		char path[64], *rest, *line;

		snprintf(path, sizeof(path), "run/udev/data/b%u:%u", block->major,
			block->minor);
		if (vpb_root_read(root, path, &text) < 0)
			continue;
		/* The table's partitions are blocks of their own, once the kernel has read it. */
		is_table = text.data && strstr(text.data, "E:ID_PART_TABLE_TYPE=") &&
			   block->disk < 0;
		rest = text.data;
		while (r == 0 && (line = strsep(&rest, "\n")))
			r = line_parse(&block->tags, line);
		if (r == 0 && !is_table)
			r = vpb_tags_set_blank(&block->tags);
	}
	return r;
}
