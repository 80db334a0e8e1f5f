/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The pools of ZFS that a boot imports. */

#include <endian.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "../../sys/folder.h"
#include "need_source.h"
#include "read.h"

#define CACHE "etc/zfs/zpool.cache"
#define LISTS "etc/zfs/zfs-list.cache"
#define WANTED "etc/systemd/system/zfs-import.target.wants"

static int pool_add(struct vpb_needs *needs, const char *source, const char *pool)
{
	char user[PATH_MAX + 300], fix[PATH_MAX];
	const struct vpb_need_source from = {.needs = needs,
		/* Not to find it stops no boot: the import fails, and that is all. */
		.need = {.user = user, .fix = fix, .is_weak = true}};

	snprintf(user, sizeof(user), "%s names the ZFS pool %s", source, pool);
	snprintf(fix, sizeof(fix),
		"if the host can do without the pool, run: zpool export %s", pool);
	return vpb_need_source_add_pool(&from, pool);
}

static int any_add(struct vpb_needs *needs, const char *user, const char *fix)
{
	return vpb_needs_add(needs, &(struct vpb_need){.name = "MEMBER=zfs_member",
					    .user = (char *)user,
					    .fix = (char *)fix,
					    .is_any = true});
}

static uint32_t number_at(const struct vpb_text *text, size_t at)
{
	uint32_t number = 0;

	if (at + sizeof(number) <= text->length)
		memcpy(&number, text->data + at, sizeof(number));
	return be32toh(number);
}

/*
 * A list of pairs in XDR, as OpenZFS packs it (module/nvpair/nvpair.c): 4 bytes of header, a
 * version, flags, then pairs. Each pair has its size here and in memory, the length of its name,
 * the name up to the next multiple of 4, a type and a count. The name of a pair is a pool's, and
 * its type is a list again (19). Two zeros end it. Returns 1 where it is none such.
 */
static int cache_parse(struct vpb_needs *needs, const struct vpb_text *text)
{
	enum { HEADER = 12, PAIR_HEADER = 12, TYPE_LIST = 19, NAME_MAX_BYTES = 256 };
	size_t at = HEADER;
	int r = 0;

	if (text->length < HEADER + 8 || text->data[0] != 1)
		return 1;
	while (r == 0 && number_at(text, at)) {
		uint32_t size = number_at(text, at), length = number_at(text, at + 8);
		size_t type = at + PAIR_HEADER + (length + 3) / 4 * 4;
		char name[NAME_MAX_BYTES];

		if (!length || length >= sizeof(name) || size > text->length - at ||
			type + 8 > at + size || number_at(text, type) != TYPE_LIST)
			return 1;
		snprintf(name, sizeof(name), "%.*s", (int)length,
			text->data + at + PAIR_HEADER);
		r = pool_add(needs, "/" CACHE, name);
		at += size;
	}
	return r < 0 || at + 8 == text->length ? r : 1;
}

/* By name: each is a file or a unit between `start` and `end`, with something in it. */
static int names_read(const struct vpb_root *root, const char *place, const char *start,
	const char *end, struct vpb_needs *needs)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	int r = 0;

	folder = vpb_folder_read(root, place);
	for (int i = 0; r == 0 && i < folder.count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		const char *name = folder.entries[i]->d_name;
		size_t length = strlen(name);
		char path[PATH_MAX], pool[300], source[PATH_MAX + 1];

		snprintf(path, sizeof(path), "%s/%s", place, name);
		if (!vpb_word_has_start(name, start) || !vpb_word_has_end(name, end))
			continue;
		/* A file that is empty waits for what zed will write. */
		if (!*end && vpb_root_read(root, path, &text) == 0 && !text.length)
			continue;
		snprintf(pool, sizeof(pool), "%.*s",
			(int)(length - strlen(start) - strlen(end)),
			name + strlen(start));
		snprintf(source, sizeof(source), "/%s", path);
		r = pool_add(needs, source, pool);
	}
	return r;
}

int vpb_needs_read_zfs(const struct vpb_root *root, struct vpb_needs *needs)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text cache = {};
	int r = vpb_root_read(root, CACHE, &cache);

	if (r == -ENOMEM)
		return r;
	if (r == 0 && cache.length)
		r = cache_parse(needs, &cache);
	else if (r < 0 && r != -ENOENT && r != -ENOTDIR)
		r = 1;
	/* Only without the cache are all pools imported that are found (its unit's condition). */
	else if (vpb_root_has(root, WANTED "/zfs-import-scan.service"))
		r = any_add(needs, "zfs-import-scan.service imports all ZFS pools",
			"if the host needs no pool, run: systemctl disable "
			"zfs-import-scan.service");
	else
		r = 0;
	if (r > 0)
		r = any_add(needs, "/" CACHE " may name its ZFS pool, and cannot be read",
			"to write it again, run for each pool of the host: zpool set "
			"cachefile=/" CACHE " POOL");
	if (r == 0)
		r = names_read(root, WANTED, "zfs-import@", ".service", needs);
	return r < 0 ? r : names_read(root, LISTS, "", "", needs);
}
