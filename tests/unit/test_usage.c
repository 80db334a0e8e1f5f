/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What of the system is on a disk, by its names and by what is mounted. */

#include <stdio.h>
#include <string.h>

#include "two_disks.h"

static void a_disk_of_its_own_is_free(void **state)
{
	MACHINE(tree);

	(void)state;
	disk_tree(&tree, ROOT_DISK MINE);
	assert_free(&tree);
}

static void the_root_file_system_stays(void **state)
{
	MACHINE(tree);

	(void)state;
	disk_tree(&tree, ROOT_DISK MINE);
	assert_judged(&tree, "bind 02:00.0",
		"02:00.0 system: carries nvme0n1p1, which the system needs: it is "
		"mounted on /" OTHER_DISK);
}

/* root= in all its forms, where nothing is mounted yet; and resume=, which has the same. */
static void the_command_line_names_disks(void **state)
{
	static const char *const values[] = {"UUID=2222-bbbb", "UUID=2222-BBBB",
		"PARTUUID=p2", "PARTUUID=p2/PARTNROFF=0", "/dev/nvme1n1p1",
		"/dev/disk/by-path/pci-3-part1", "8:4", "0804", "block:UUID=2222-bbbb",
		"live:UUID=2222-bbbb"};
	static const char *const keys[] = {"root", "resume", "mount.usr", "cryptdevice"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(values) * COUNT_OF(keys); i++) {
		const char *value = values[i / COUNT_OF(keys)];
		const char *key = keys[i % COUNT_OF(keys)];
		char cmdline[200];

		/* This one has no numbers, and words that a blank ends. */
		if (strcmp(key, "cryptdevice") == 0 && i >= COUNT_OF(keys))
			continue;
		MACHINE(tree);
		snprintf(cmdline, sizeof(cmdline), "quiet %s=%s%s\n", key, value,
			strcmp(key, "cryptdevice") == 0 ? ":name" : "");
		disk_tree(&tree, ROOT_DISK MINE);
		tree_link(&tree, "dev/disk/by-path/pci-3-part1", "../../nvme1n1p1");
		disk_tree_now(&tree, "", cmdline);
		assert_kept(&tree, "carries nvme1n1p1, which the system needs: '");
	}
}

static void the_last_root_counts(void **state)
{
	MACHINE(tree);

	(void)state;
	disk_tree(&tree, ROOT_DISK MINE);
	disk_tree_now(
		&tree, "", "root=UUID=2222-bbbb root=UUID=1111-aaaa -- root=/dev/x");
	assert_free(&tree);
}

/* In another machine's tree, or with a file that is old, the link alone will do. */
static void a_link_of_udev_is_enough(void **state)
{
	static const struct {
		const char *cmdline, *link;
	} names[] = {{"root=UUID=9999", "by-uuid/9999"},
		{"root=LABEL=a/b", "by-label/a\\x2fb"},
		{"root=PARTUUID=88", "by-partuuid/88"},
		{"root=PARTLABEL=x", "by-partlabel/x"}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		MACHINE(tree);
		char link[100];

		disk_tree(&tree, ROOT_DISK MINE);
		disk_tree_now(&tree, "", names[i].cmdline);
		snprintf(link, sizeof(link), "dev/disk/%s", names[i].link);
		tree_link(&tree, link, "../../nvme1n1p1");
		assert_kept(&tree, "carries nvme1n1p1, which");
	}
}

static void what_cannot_be_found_counts_as_there(void **state)
{
	MACHINE(tree);

	(void)state;
	disk_tree(&tree, ROOT_DISK
		"disk nvme1n1 " DISK_PATH("03") " type=crypto_LUKS uuid=2222-bbbb\n");
	tree_file(&tree, "etc/fstab",
		"# a comment\nUUID=3333-cccc /home ext4 defaults 0 2\n");
	assert_judged(&tree, BIND,
		"03:00.0 system: may carry UUID=3333-cccc, which the system needs and which was not found: /etc/fstab:2 mounts it on /home" ADD_NOFAIL
		"/etc/fstab:2\n");
}

/* But the root file system is mounted, so whatever root= meant was found. */
static void a_root_that_is_mounted_was_found(void **state)
{
	static const char *const cmdlines[] = {"root=gpt-auto", "root=/dev/mapper/gone",
		"root=LABEL=gone", "root=ZFS=a/b"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cmdlines); i++) {
		MACHINE(tree);
		disk_tree(&tree, ROOT_DISK MINE);
		disk_tree_now(&tree, ROOT_MOUNTED, cmdlines[i]);
		assert_free(&tree);
		tree_file(&tree, "proc/self/mountinfo", "");
		assert_kept(&tree, "system: ");
	}
}

static void an_fstab_that_cannot_be_read_keeps_all(void **state)
{
	MACHINE(tree);

	(void)state;
	disk_tree(&tree, ROOT_DISK MINE);
	tree_fifo(&tree, "etc/fstab");
	assert_judged(&tree, BIND,
		"03:00.0 system: may carry something that the system needs: /etc/fstab "
		"cannot be read (Invalid argument); to see why, run: ls -l /etc/fstab\n");
}

static void without_the_kernels_lists_all_stay(void **state)
{
	TREE(tree);

	(void)state;
	tree_device(&tree, GIVEN, "144d:a80a:010802");
	assert_kept(&tree, "/sys/class/block cannot be read");
	disk_tree(&tree, MINE);
	assert_kept(&tree, "/proc/self/mountinfo cannot be read");
	tree_file(&tree, "proc/self/mountinfo", "");
	assert_kept(&tree, "/proc/cmdline cannot be read");
}

static void the_boot_loaders_partition_stays(void **state)
{
	static const char variable[] = "\7\0\0\0P\0"
				       "2\0\0\0";
	MACHINE(tree);

	(void)state;
	disk_tree(&tree, ROOT_DISK MINE);
	tree_bytes(&tree,
		"sys/firmware/efi/efivars/"
		"LoaderDevicePartUUID-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
		variable, sizeof(variable) - 1);
	assert_kept(&tree,
		"carries nvme1n1p1, which the system needs: the boot loader was "
		"started from it");
}

static void what_is_mounted_or_swapped_on_is_in_use(void **state)
{
	MACHINE(tree);

	(void)state;
	disk_tree(&tree, ROOT_DISK MINE);
	disk_tree_now(
		&tree, ROOT_MOUNTED "40 22 8:4 / /srv/data rw - ext4 /dev/x rw\n", "");
	assert_judged(&tree, BIND,
		"03:00.0 in use: carries nvme1n1p1, which is in use: it is mounted on /srv/data; run: umount "
		"/srv/data\n");
	disk_tree_now(&tree, ROOT_MOUNTED, "");
	tree_file(&tree, "proc/swaps",
		"Filename Type Size Used Priority\n/dev/nvme1n1p1 partition 4 0 -2\n"
		"/swapfile file 4 0 -3\n");
	assert_judged(&tree, BIND,
		"03:00.0 in use: carries nvme1n1p1, which is in use: the system swaps on it; run: swapoff "
		"/dev/nvme1n1p1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_of_its_own_is_free),
		cmocka_unit_test(the_root_file_system_stays),
		cmocka_unit_test(the_command_line_names_disks),
		cmocka_unit_test(the_last_root_counts),
		cmocka_unit_test(a_link_of_udev_is_enough),
		cmocka_unit_test(what_cannot_be_found_counts_as_there),
		cmocka_unit_test(a_root_that_is_mounted_was_found),
		cmocka_unit_test(an_fstab_that_cannot_be_read_keeps_all),
		cmocka_unit_test(without_the_kernels_lists_all_stay),
		cmocka_unit_test(the_boot_loaders_partition_stays),
		cmocka_unit_test(what_is_mounted_or_swapped_on_is_in_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
