/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The pools of ZFS that a boot imports. */

#include <stdio.h>
#include <string.h>

#include "needs_tree.h"

/* The members of a pool are those with its name; 03:00.0 has the pool "given". */
#define POOLS \
	"disk nvme0n1 " DISK_PATH( \
		"02") "\n" \
		      "part nvme0n1p1 nvme0n1 type=ext4 uuid=root\n" \
		      "disk nvme1n1 " DISK_PATH( \
			      "03") "\n" \
				    "part nvme1n1p1 nvme1n1 type=zfs_member uuid=7 label=given\n"

/* /etc/zfs/zpool.cache with two pools, the first of which has this name of five letters. */
#define PAIR(name) \
	"\0\0\0\x2c\0\0\0\x30\0\0\0\5" name "\0\0\0" \
	"\0\0\0\x13\0\0\0\1" \
	"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
#define CACHE(name, other, end) \
	"\1\1\0\0\0\0\0\0\0\0\0\1" PAIR(name) PAIR(other) "\0\0\0\0\0\0\0\0" end

static void pools_of_the_host_are_needed(void **state)
{
#define BYTES(text) text, sizeof(text) - 1
	static const struct {
		const char *path, *bytes;
		size_t length;
		bool is_kept;
	} tables[] = {{"etc/zfs/zpool.cache", BYTES(CACHE("given", "other", "")), true},
		{"etc/zfs/zpool.cache", BYTES(CACHE("other", "given", "")), true},
		{"etc/zfs/zpool.cache", BYTES(CACHE("other", "again", "")), false},
		/* One that nobody can read may name any. */
		{"etc/zfs/zpool.cache", BYTES(CACHE("other", "again", "x")), true},
		{"etc/zfs/zpool.cache", "other", 5, true},
		{"etc/zfs/zpool.cache", "", 0, false},
		{"etc/zfs/zfs-list.cache/given", "given/a\t/a\ton\n", 11, true},
		{"etc/zfs/zfs-list.cache/given", "", 0, false},
		{"etc/zfs/zfs-list.cache/other", "x", 1, false},
		{"etc/systemd/system/zfs-import.target.wants/zfs-import@given.service",
			"x", 1, true},
		{"etc/systemd/system/zfs-import.target.wants/zfs-import@other.service",
			"x", 1, false},
		{"etc/systemd/system/zfs-import.target.wants/zfs-import-cache.service",
			"x", 1, false},
		{"etc/systemd/system/zfs-import.target.wants/zfs-import-scan.service",
			"x", 1, true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct needs_table table = {
			.disks = POOLS, .is_kept = tables[i].is_kept};
		const char *judged;

		needs_tree_make(&tree, &table);
		tree_bytes(&tree, tables[i].path, tables[i].bytes, tables[i].length);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!needs_tree_is_as_told(&table, judged))
			fail_msg("%zu: %s", i, judged);
	}
}

/* With the cache there, nothing else is imported, whatever the scan's unit would do. */
static void a_cache_of_pools_turns_the_scan_off(void **state)
{
	static const char cache[] = CACHE("other", "again", "");
	const struct needs_table table = {.disks = POOLS};
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	needs_tree_make(&tree, &table);
	tree_bytes(&tree, "etc/zfs/zpool.cache", cache, sizeof(cache) - 1);
	tree_file(&tree,
		"etc/systemd/system/zfs-import.target.wants/zfs-import-scan.service", "");
	assert_true(
		needs_tree_is_as_told(&table, disk_tree_judge(&tree, BIND, &fixture)));
}

/*
 * As libnvpair of OpenZFS 2.1 packs it, with a value in each pool. The second pool has the name
 * that is put in at PLACE.
 */
static void a_cache_that_zfs_has_written_is_read(void **state)
{
	enum { PLACE = 104 };
	static const unsigned char written[] = {1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0,
		0, 0x50, 0, 0, 0, 0x30, 0, 0, 0, 5, 'r', 'p', 'o', 'o', 'l', 0, 0, 0, 0,
		0, 0, 0x13, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x24, 0, 0, 0,
		0x20, 0, 0, 0, 7, 'v', 'e', 'r', 's', 'i', 'o', 'n', 0, 0, 0, 0, 8, 0, 0,
		0, 1, 0, 0, 0, 0, 0, 0, 0x13, 0x88, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x50,
		0, 0, 0, 0x30, 0, 0, 0, 5, '?', '?', '?', '?', '?', 0, 0, 0, 0, 0, 0,
		0x13, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0x24, 0, 0, 0, 0x20, 0,
		0, 0, 7, 'v', 'e', 'r', 's', 'i', 'o', 'n', 0, 0, 0, 0, 8, 0, 0, 0, 1, 0,
		0, 0, 0, 0, 0, 0x13, 0x88, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0};
	static const struct {
		const char *name, *judged;
	} rows[] = {{"given", "/etc/zfs/zpool.cache names the ZFS pool given"},
		{"other", "03:00.0 free"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		char cache[sizeof(written)];
		const char *judged;

		memcpy(cache, written, sizeof(cache));
		memcpy(cache + PLACE, rows[i].name, strlen(rows[i].name));
		needs_tree_make(&tree, &(struct needs_table){.disks = POOLS});
		tree_bytes(&tree, "etc/zfs/zpool.cache", cache, sizeof(cache));
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!strstr(judged, rows[i].judged))
			fail_msg("%s: %s", rows[i].name, judged);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pools_of_the_host_are_needed),
		cmocka_unit_test(a_cache_of_pools_turns_the_scan_off),
		cmocka_unit_test(a_cache_that_zfs_has_written_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
