/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * A name that no disk has: on which disks it may be anyway. Each row is a way in which a
 * disk that was read could cost a boot after all, or one that need not stay.
 */

#include <blkid/blkid.h>
#include <stdio.h>
#include <string.h>

#include "disk_tree.h"

#define BIND "bind 03:00.0\n"
#define MOUNTED "22 1 8:2 / / rw - ext4 /dev/nvme0n1p1 rw\n"
#define GONE "UUID=gone /data ext4\n"

/* The system's disk, with a closed volume on it, and the one that is asked for. */
struct row {
	const char *given; /* what its partition has */
	const char *fstab, *crypttab;
	const char *file; /* one more that is there */
	bool is_kept;
};

static void row_judge(const struct row *row)
{
	FIXTURE(fixture);
	TREE(tree);
	char disks[900];
	const char *judged;

	tree_device(&tree, "0000:02:00.0", "144d:a80a:010802");
	tree_device(&tree, "0000:03:00.0", "144d:a80a:010802");
	snprintf(disks, sizeof(disks),
		"disk nvme0n1 " DISK_PATH(
			"02") "\npart nvme0n1p1 nvme0n1 type=ext4\n"
			      "part nvme0n1p2 nvme0n1 type=crypto_LUKS uuid=closed\n"
			      "over dm-0 - dm=open dmuuid=CRYPT-1\n"
			      "disk nvme1n1 " DISK_PATH(
				      "03") "\npart nvme1n1p1 nvme1n1 %s\n",
		row->given);
	disk_tree(&tree, disks);
	disk_tree_now(&tree, MOUNTED, "quiet\n");
	tree_file(&tree, "etc/fstab", row->fstab ? row->fstab : GONE);
	if (row->crypttab)
		tree_file(&tree, "etc/crypttab", row->crypttab);
	if (row->file)
		tree_file(&tree, row->file, "");
	judged = disk_tree_judge(&tree, BIND, &fixture);
	if (row->is_kept ? !strstr(judged, "03:00.0 system: may carry ")
			 : strcmp(judged, "03:00.0 free\n") != 0)
		fail_msg("%s, %s, %s: %s", row->given, row->fstab ? row->fstab : "gone",
			row->crypttab ? row->crypttab : "no crypttab", judged);
}

#define ROWS_JUDGE(rows) \
	for (size_t row_ = 0; row_ < COUNT_OF(rows); row_++) \
	row_judge(&(rows)[row_])

#define PLAIN "partuuid=p1"

/* The system's own volume is still closed: what is in it is not on a disk that is open. */
static void what_is_in_a_closed_volume_is_on_no_open_disk(void **state)
{
	static const struct row rows[] = {
		{PLAIN " type=ntfs", NULL, "home UUID=closed none luks\n", NULL, false},
		{PLAIN " type=ntfs", NULL, "home UUID=closed none nofail\n", NULL, false},
		{PLAIN " type=ext4", "LABEL=gone /data ext4\n", NULL, NULL, false},
		{PLAIN " type=ext4", "PARTUUID=gone /data ext4\n", NULL, NULL, false},
		{PLAIN " type=BitLocker", NULL, "home UUID=closed\n", NULL, false},
		{PLAIN, NULL, "home UUID=closed none luks\n", NULL, false},
		/* Closed too, or not read. */
		{PLAIN " type=crypto_LUKS uuid=own", NULL, "home UUID=closed\n", NULL,
			true},
		{PLAIN " unread", NULL, "home UUID=closed\n", NULL, true},
	};

	(void)state;
	ROWS_JUDGE(rows);
}

/* By what libblkid says of each type that it knows. */
static void only_file_systems_and_swap_are_open(void **state)
{
	const char *name;
	unsigned int count = 0;
	int usage;

	(void)state;
	for (size_t i = 0; blkid_superblocks_get_name(i, &name, &usage) == 0; i++) {
		bool is_open = strcmp(name, "swap") == 0 ||
			       strcmp(name, "swsuspend") == 0 ||
			       strcmp(name, "BitLocker") == 0 ||
			       (usage == BLKID_USAGE_FILESYSTEM &&
				       strcmp(name, "zfs_member") != 0);
		char given[100];
		const struct row row = {given, NULL, NULL, NULL, !is_open};

		snprintf(given, sizeof(given), PLAIN " type=%s", name);
		row_judge(&row);
		count += !is_open;
	}
	assert_true(count >= 20);
	row_judge(&(struct row){PLAIN " type=of_tomorrow", NULL, NULL, NULL, true});
}

/* A table may open what does not look closed: plain, TrueCrypt, BitLocker, a header elsewhere. */
static void a_table_may_list_what_does_not_look_closed(void **state)
{
	static const struct row rows[] = {
		{PLAIN, NULL, "v PARTUUID=p1 /key plain,nofail\n", NULL, true},
		{PLAIN, NULL, "v /dev/nvme1n1p1 /key plain,nofail\n", NULL, true},
		{PLAIN, NULL, "v /dev/nvme1n1 none tcrypt,noauto\n", NULL, true},
		{PLAIN " type=BitLocker", NULL, "v PARTUUID=p1 none bitlk,nofail\n", NULL,
			true},
		{PLAIN, NULL, "v PARTUUID=p1 /key header=/h,nofail\n", NULL, true},
		/* What the link would have led to is unknown. */
		{PLAIN, NULL, "v /dev/disk/by-id/x /key plain,nofail\n", NULL, true},
		/* It is not there, or open already, or another. */
		{PLAIN, NULL, "v PARTUUID=none /key plain,nofail\n", NULL, false},
		{PLAIN, NULL, "open PARTUUID=p1 /key plain,nofail\n", NULL, false},
		{PLAIN, NULL, "v UUID=closed /key nofail\n", NULL, false},
		/* An image, on what may be this disk. */
		{PLAIN " type=ext4", NULL, "v /srv/image /key nofail\n", NULL, true},
	};

	(void)state;
	ROWS_JUDGE(rows);
}

static void some_names_say_nothing_of_contents(void **state)
{
	static const struct row rows[] = {
		/* The table was not read with the partition. */
		{"type=ext4", "PARTUUID=gone /data ext4\n", NULL, NULL, true},
		{"type=ext4", "PARTLABEL=gone /data ext4\n", NULL, NULL, true},
		{"type=ext4", "/dev/disk/by-partuuid/gone /data ext4\n", NULL, NULL,
			true},
		{"type=ext4", NULL, NULL, NULL, false},
		/* A map of several paths is the disk itself, under a name that anyone chose. */
		{PLAIN " type=ext4", "/dev/mapper/data /data ext4\n", NULL, NULL, false},
		{PLAIN " type=ext4", "/dev/mapper/data /data ext4\n", NULL,
			"etc/multipath/wwids", true},
		{PLAIN " type=ext4", "/dev/disk/by-id/dm-name-data /data ext4\n", NULL,
			"etc/multipath/bindings", true},
		{PLAIN " type=ext4", NULL, NULL, "etc/multipath/wwids", false},
		/* libblkid sees no sign of a pool while it is young. */
		{PLAIN, "/dev/zvol/pool/v /data ext4\n", NULL, NULL, true},
		{PLAIN " type=ext4", "/dev/nvme1n2p1 /data ext4\n", NULL, NULL, true},
		{PLAIN " type=ext4", "ID=nvme-x-part1 /data ext4\n", NULL, NULL, true},
	};

	(void)state;
	ROWS_JUDGE(rows);
}

/* Whatever root= means by it: the kernel has mounted it from a server. */
static void a_root_on_a_server_is_on_no_disk(void **state)
{
	static const struct {
		const char *mount, *cmdline;
		bool is_kept;
	} rows[] = {
		{"22 1 0:21 / / rw - nfs4 10.0.0.1:/srv rw\n",
			"root=10.0.0.1:/srv ip=dhcp", false},
		{"22 1 0:21 / / rw - nfs 10.0.0.1:/srv rw\n", "root=/srv ip=dhcp", false},
		{"22 1 0:21 / / rw - cifs //server/srv rw\n", "root=SMB:srv", false},
		/* What is not the root says nothing of it. */
		{"22 1 0:21 / / rw - tmpfs none rw\n"
		 "23 22 0:22 / /srv rw - nfs 10.0.0.1:/srv rw\n",
			"root=10.0.0.1:/srv", true},
		{"22 1 0:21 / / rw - overlay none rw\n", "root=10.0.0.1:/srv", true},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		FIXTURE(fixture);
		TREE(tree);
		bool is_free;

		tree_device(&tree, "0000:03:00.0", "144d:a80a:010802");
		disk_tree(&tree, "disk nvme1n1 " DISK_PATH("03") " type=ext4");
		disk_tree_now(&tree, rows[i].mount, rows[i].cmdline);
		is_free = strcmp(disk_tree_judge(&tree, BIND, &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free == rows[i].is_kept)
			fail_msg("%zu: %s", i, fixture.shown.data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_in_a_closed_volume_is_on_no_open_disk),
		cmocka_unit_test(only_file_systems_and_swap_are_open),
		cmocka_unit_test(a_table_may_list_what_does_not_look_closed),
		cmocka_unit_test(some_names_say_nothing_of_contents),
		cmocka_unit_test(a_root_on_a_server_is_on_no_disk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
