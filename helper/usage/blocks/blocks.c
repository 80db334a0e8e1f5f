/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "blocks.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../base/array.h"
#include "../../sys/folder.h"
#include "fibre.h"
#include "remote_kind.h"

#define BLOCKS "sys/class/block"

static void block_done(struct vpb_block *block)
{
	free(block->functions);
	free(block->slaves);
	free(block->dm_name);
	free(block->dm_uuid);
	free(block->tags.type);
	free(block->tags.uuid);
	free(block->tags.label);
	free(block->tags.part_uuid);
	free(block->tags.part_label);
	free(block->tags.group);
	free(block->tags.group_uuid);
}

void vpb_blocks_done(struct vpb_blocks *blocks)
{
	for (size_t i = 0; i < blocks->count; i++)
		block_done(&blocks->items[i]);
	free(blocks->items);
	*blocks = (struct vpb_blocks){};
}

static void attribute_path(
	const struct vpb_block *block, const char *name, char path[PATH_MAX])
{
	snprintf(path, PATH_MAX, BLOCKS "/%s/%s", block->name, name);
}

/* The text of an attribute, cut at its newline; NULL where there is none. -ENOMEM or 0. */
static int text_read(const struct vpb_root *root, const struct vpb_block *block,
	const char *name, char **ret_text)
{
	char path[PATH_MAX], word[200];

	attribute_path(block, name, path);
	if (vpb_root_read_word(root, path, word, sizeof(word)) < 0)
		return 0;
	*ret_text = strdup(word);
	return *ret_text ? 0 : -ENOMEM;
}

static bool number_is_set(
	const struct vpb_root *root, const struct vpb_block *block, const char *name)
{
	char path[PATH_MAX], word[24];

	attribute_path(block, name, path);
	return vpb_root_read_word(root, path, word, sizeof(word)) == 0 &&
	       strtoul(word, NULL, 10) > 0;
}

/*
 * While members are still being found the array stands there, is not started, and says nothing of
 * how many it lacks (drivers/md/md.c, array_states).
 */
static bool is_incomplete(const struct vpb_root *root, const struct vpb_block *block)
{
	char path[PATH_MAX], word[24];

	attribute_path(block, "md/array_state", path);
	if (vpb_root_read_word(root, path, word, sizeof(word)) == 0 &&
		(strcmp(word, "inactive") == 0 || strcmp(word, "clear") == 0))
		return true;
	return number_is_set(root, block, "md/degraded");
}

int vpb_block_add_function(struct vpb_block *block, struct vpb_address address)
{
	struct vpb_address *functions;

	if (vpb_block_is_below(block, address))
		return 0;
	functions = vpb_array_grow(
		block->functions, block->function_count, sizeof(*functions));
	if (!functions)
		return -ENOMEM;
	block->functions = functions;
	functions[block->function_count++] = address;
	return 0;
}

static int functions_add(struct vpb_block *block, char *path)
{
	char *part;
	int r = 0;

	while (r == 0 && (part = strsep(&path, "/"))) {
		struct vpb_address address;

		/* "0000:01:00.0" and nothing shorter: "1:0.0" may be anything. */
		if (strlen(part) >= sizeof("0000:00:00.0") - 1 &&
			vpb_address_parse(part, &address) == 0)
			r = vpb_block_add_function(block, address);
	}
	return r;
}

static int adapter_take(char *place, void *context)
{
	return functions_add(context, place);
}

/* A controller of NVMe over fabrics hangs on nothing, but over Fibre Channel it has its adapter. */
static int adapters_add(
	const struct vpb_root *root, const char *place, struct vpb_block *block)
{
	const char *controller = strstr(place, VPB_FABRICS);

	return controller ? vpb_fibre_each(root, controller + strlen(VPB_FABRICS),
				    adapter_take, block)
			  : 0;
}

/*
 * With multipath the namespace of an NVMe hangs on its subsystem, whose controllers are links
 * beside it (drivers/nvme/host/core.c, nvme_init_subsystem): each of them carries it.
 */
static int subsystem_read(
	const struct vpb_root *root, const char *place, struct vpb_block *block)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX], target[PATH_MAX];
	int r = 0;

	folder = vpb_folder_read(root, place);
	for (int i = 0; r == 0 && i < folder.count; i++) {
		if ((size_t)snprintf(path, sizeof(path), "%s/%s", place,
			    folder.entries[i]->d_name) >= sizeof(path))
			continue;
		if (!vpb_word_has_start(folder.entries[i]->d_name, "nvme") ||
			vpb_root_read_target(root, path, target) < 0)
			continue;
		block->is_remote |= vpb_remote_kind(block->name, target) != NULL;
		r = adapters_add(root, target, block);
		if (r == 0)
			r = functions_add(block, target);
	}
	return r;
}

/* The link leads to its place below sys/devices, through the functions above it. */
static int place_read(const struct vpb_root *root, struct vpb_block *block)
{
	char path[PATH_MAX], target[PATH_MAX], *slash;
	int r;

	snprintf(path, sizeof(path), BLOCKS "/%s", block->name);
	if (vpb_root_read_target(root, path, target) < 0)
		return 0;
	block->is_virtual = strstr(target, "/devices/virtual/");
	block->is_remote = vpb_remote_kind(block->name, target);
	/* drivers/cxl/core/pmem.c */
	block->is_cxl = strstr(target, "/nvdimm-bridge");
	slash = strstr(target, "/virtual/nvme-subsystem/");
	slash = slash ? strchr(slash + strlen("/virtual/nvme-subsystem/"), '/') : NULL;
	if (!slash) {
		r = adapters_add(root, target, block);
		block->is_virtual &= !block->function_count;
		return r < 0 ? r : functions_add(block, target);
	}
	*slash = '\0';
	snprintf(
		path, sizeof(path), "sys/%.*s", PATH_MAX - 8, strstr(target, "devices/"));
	r = subsystem_read(root, path, block);
	block->is_virtual = !block->function_count;
	return r;
}

static int block_read(
	const struct vpb_root *root, const char *name, struct vpb_blocks *blocks)
{
	struct vpb_block *items =
		vpb_array_grow(blocks->items, blocks->count, sizeof(*items));
	struct vpb_block *block;
	char path[PATH_MAX], number[32];
	int r;

	if (!items)
		return -ENOMEM;
	blocks->items = items;
	block = &items[blocks->count++];
	block->disk = -1;
	snprintf(block->name, sizeof(block->name), "%s", name);
	attribute_path(block, "dev", path);
	if (vpb_root_read_word(root, path, number, sizeof(number)) == 0)
		sscanf(number, "%u:%u", &block->major, &block->minor);
	block->is_hidden = number_is_set(root, block, "hidden");
	block->is_incomplete = is_incomplete(root, block);
	r = text_read(root, block, "dm/name", &block->dm_name);
	if (r == 0)
		r = text_read(root, block, "dm/uuid", &block->dm_uuid);
	if (r == 0)
		r = place_read(root, block);
	return r;
}

/* A partition lies in its disk's folder. */
static void disk_find(const struct vpb_root *root, const struct vpb_blocks *blocks,
	struct vpb_block *block)
{
	char path[PATH_MAX], target[PATH_MAX], *slash;

	attribute_path(block, "partition", path);
	if (!vpb_root_has(root, path))
		return;
	snprintf(path, sizeof(path), BLOCKS "/%s", block->name);
	if (vpb_root_read_target(root, path, target) < 0)
		return;
	slash = strrchr(target, '/');
	if (!slash)
		return;
	*slash = '\0';
	slash = strrchr(target, '/');
	block->disk = vpb_blocks_find(blocks, slash ? slash + 1 : target);
}

static int slaves_read(const struct vpb_root *root, const struct vpb_blocks *blocks,
	struct vpb_block *block)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];

	attribute_path(block, "slaves", path);
	folder = vpb_folder_read(root, path);
	for (int i = 0; i < folder.count; i++) {
		long slave = vpb_blocks_find(blocks, folder.entries[i]->d_name);
		size_t *slaves;

		if (slave < 0)
			continue;
		slaves = vpb_array_grow(
			block->slaves, block->slave_count, sizeof(*slaves));
		if (!slaves)
			return -ENOMEM;
		block->slaves = slaves;
		slaves[block->slave_count++] = (size_t)slave;
	}
	return 0;
}

int vpb_blocks_read(const struct vpb_root *root, struct vpb_blocks *ret_blocks)
{
	VPB_CLEANUP(vpb_blocks_done) struct vpb_blocks blocks = {};
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	int r = 0;

	folder = vpb_folder_read(root, BLOCKS);
	if (folder.error < 0)
		return folder.error;
	for (int i = 0; r == 0 && i < folder.count; i++)
		if (strlen(folder.entries[i]->d_name) < VPB_BLOCK_NAME_BYTES)
			r = block_read(root, folder.entries[i]->d_name, &blocks);
	for (size_t i = 0; r == 0 && i < blocks.count; i++) {
		disk_find(root, &blocks, &blocks.items[i]);
		r = slaves_read(root, &blocks, &blocks.items[i]);
	}
	if (r < 0)
		return r;
	*ret_blocks = blocks;
	blocks = (struct vpb_blocks){};
	return 0;
}

long vpb_blocks_find(const struct vpb_blocks *blocks, const char *name)
{
	for (size_t i = 0; i < blocks->count; i++) {
		const char *a = blocks->items[i].name, *b = name;

		while (*a && (*a == *b || (*a == '!' && *b == '/')))
			a++, b++;
		if (!*a && !*b)
			return (long)i;
	}
	return -1;
}

long vpb_blocks_find_number(
	const struct vpb_blocks *blocks, unsigned int major, unsigned int minor)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (blocks->items[i].major == major && blocks->items[i].minor == minor)
			return (long)i;
	return -1;
}

long vpb_blocks_find_dm(const struct vpb_blocks *blocks, const char *dm_name)
{
	for (size_t i = 0; i < blocks->count; i++)
		if (blocks->items[i].dm_name &&
			strcmp(blocks->items[i].dm_name, dm_name) == 0)
			return (long)i;
	return -1;
}

bool vpb_block_is_below(const struct vpb_block *block, struct vpb_address function)
{
	for (size_t i = 0; i < block->function_count; i++)
		if (vpb_address_compare(block->functions[i], function) == 0)
			return true;
	return false;
}

void vpb_block_node(const struct vpb_block *block, char *path, size_t path_bytes)
{
	snprintf(path, path_bytes, "dev/%s", block->name);
	for (char *c = path; *c; c++)
		if (*c == '!')
			*c = '/';
}
