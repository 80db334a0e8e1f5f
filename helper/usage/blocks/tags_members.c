/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * How many devices belong to the array, volume group or file system that this one is a part of.
 * libblkid does not tell; the superblocks do, whose layout does not change, since old kernels have
 * to read them.
 */

#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tags.h"

enum {
	SECTOR_BYTES = 512,
	LABEL_SECTORS = 4, /* LVM looks for its label in the first four */
	GROUP_BYTES_MAX = 8 << 20,
};

static bool bytes_read(int fd, void *bytes, size_t length, uint64_t offset)
{
	return pread(fd, bytes, length, (off_t)offset) == (ssize_t)length;
}

static uint32_t number_32(const void *bytes)
{
	uint32_t number;

	memcpy(&number, bytes, sizeof(number));
	return le32toh(number);
}

static uint64_t number_64(const void *bytes)
{
	uint64_t number;

	memcpy(&number, bytes, sizeof(number));
	return le64toh(number);
}

/* struct btrfs_super_block, num_devices (include/uapi/linux/btrfs_tree.h) */
static unsigned int btrfs_count(int fd)
{
	char bytes[8];

	return bytes_read(fd, bytes, sizeof(bytes), 0x10000 + 0x88)
		       ? (unsigned int)number_64(bytes)
		       : 0;
}

/* struct mdp_superblock_1, raid_disks (include/uapi/linux/raid/md_p.h); not of version 0.90. */
static unsigned int array_count(int fd, uint64_t superblock)
{
	unsigned char bytes[96];

	if (!bytes_read(fd, bytes, sizeof(bytes), superblock) ||
		number_32(bytes) != 0xa92b4efc || number_32(bytes + 4) != 1)
		return 0;
	return number_32(bytes + 92);
}

/* The first area of metadata, after the list of areas for data; both lists end with zeros. */
static uint64_t group_area_find(const unsigned char label[SECTOR_BYTES])
{
	size_t at = number_32(label + 20);
	unsigned int lists = 0;

	if (at > SECTOR_BYTES)
		return 0;
	for (at += 32 + 8; at + 16 <= SECTOR_BYTES; at += 16) {
		uint64_t offset = number_64(label + at);

		if (!offset && lists++)
			return 0;
		if (offset && lists)
			return offset;
	}
	return 0;
}

/* The text of a volume group, in a ring after the area's header. NULL where there is none. */
static char *group_text_read(int fd, uint64_t area)
{
	static const char magic[] = " LVM2 x[5A%r0N*>";
	unsigned char header[SECTOR_BYTES];
	uint64_t area_bytes, offset, length, first;
	char *text;

	if (!bytes_read(fd, header, sizeof(header), area) ||
		memcmp(header + 4, magic, 16) != 0)
		return NULL;
	area_bytes = number_64(header + 32);
	offset = number_64(header + 40);
	length = number_64(header + 48);
	if (!length || length > GROUP_BYTES_MAX || offset < SECTOR_BYTES ||
		offset >= area_bytes || length > area_bytes - SECTOR_BYTES)
		return NULL;
	first = length < area_bytes - offset ? length : area_bytes - offset;
	text = malloc(length + 1);
	if (!text)
		return NULL;
	text[length] = '\0';
	if (bytes_read(fd, text, first, area + offset) &&
		bytes_read(fd, text + first, length - first, area + SECTOR_BYTES))
		return text;
	free(text);
	return NULL;
}

/* The value of the line 'id = "..."', and where it ends; NULL where there is no other. */
static char *id_find(char *text, char **ret_end)
{
	static const char key[] = "id = \"";

	for (; text; text = strchr(text, '\n')) {
		text += strspn(text, " \t\n");
		if (vpb_word_has_start(text, key)) {
			text += strlen(key);
			*ret_end = text + strcspn(text, "\"\n");
			return text;
		}
	}
	return NULL;
}

/* "vg {\nid = \"...\"\n ... physical_volumes {\n\npv0 {\nid = \"...\" ... logical_volumes {" */
static int group_parse(char *text, struct vpb_tags *tags)
{
	char *end, *members = strstr(text, "physical_volumes {");
	char *volumes = members ? strstr(members, "logical_volumes {") : NULL;
	char *id = id_find(text, &end);
	size_t length = 0;

	if (!members || !id || id > members)
		return 0;
	for (const char *c = id; c < end; c++)
		if (*c != '-')
			id[length++] = *c;
	tags->group = strndup(text, strcspn(text, " \t\n{"));
	tags->group_uuid = strndup(id, length);
	if (volumes)
		*volumes = '\0';
	while ((members = id_find(members, &end))) {
		tags->member_count++;
		members = end;
	}
	return tags->group && tags->group_uuid ? 0 : -ENOMEM;
}

static int group_read(int fd, struct vpb_tags *tags)
{
	unsigned char label[SECTOR_BYTES];

	for (unsigned int i = 0; i < LABEL_SECTORS; i++) {
		VPB_CLEANUP(vpb_freep) char *text = NULL;
		uint64_t area;

		if (!bytes_read(fd, label, sizeof(label), (uint64_t)i * SECTOR_BYTES) ||
			memcmp(label, "LABELONE", 8) != 0 ||
			memcmp(label + 24, "LVM2 001", 8) != 0)
			continue;
		area = group_area_find(label);
		text = area ? group_text_read(fd, area) : NULL;
		return text ? group_parse(text, tags) : 0;
	}
	return 0;
}

int vpb_tags_read_members(int fd, uint64_t superblock, struct vpb_tags *tags)
{
	if (!tags->type)
		return 0;
	if (strcmp(tags->type, "btrfs") == 0)
		tags->member_count = btrfs_count(fd);
	else if (strcmp(tags->type, "linux_raid_member") == 0)
		tags->member_count = array_count(fd, superblock);
	else if (strcmp(tags->type, "LVM2_member") == 0)
		return group_read(fd, tags);
	return 0;
}
