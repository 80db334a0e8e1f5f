/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "../../helper/usage/usage.h"
#include "disk_tree.h"

/* 02:00.0 and 03:00.0 have a disk each, nvme0n1 and nvme1n1; what is on them differs. */
#define DISKS(first, second) \
	"disk nvme0n1 " DISK_PATH("02") "\npart nvme0n1p1 nvme0n1 " first "\n" \
					"disk nvme1n1 " DISK_PATH( \
						"03") "\npart nvme1n1p1 nvme1n1 " second \
						      "\n"
#define BIND "bind 03:00.0\n"
#define LVM "type=LVM2_member"
#define RAID "type=linux_raid_member uuid=0123-4567"

static void machine_make(const struct tree *tree, const char *disks, const char *mounts)
{
	tree_device(tree, "0000:00:02.0", "8086:460d:060400");
	tree_device(tree, "0000:02:00.0", "144d:a80a:010802");
	tree_device(tree, "0000:03:00.0", "144d:a80a:010802");
	disk_tree(tree, disks);
	disk_tree_now(tree, mounts, "root=/dev/x\n");
}

static void assert_judged(
	const struct tree *tree, const char *config, const char *expected)
{
	FIXTURE(fixture);

	assert_string_equal(disk_tree_judge(tree, config, &fixture), expected);
}

/* Mounts number 8:5, or the number that is given, as the root file system. */
#define MOUNT(number, place) "22 1 " number " / " place " rw - ext4 /dev/x rw\n"

static void assert_root_is_on_it(const char *disks, const char *mounts)
{
	TREE(tree);
	FIXTURE(fixture);
	const char *judged;

	machine_make(&tree, disks, mounts);
	judged = disk_tree_judge(&tree, BIND, &fixture);
	if (!strstr(judged, "03:00.0 system: carries nvme1n1p1, which the system needs: "
			    "it is mounted on /"))
		fail_msg("%s\n%s", disks, judged);
}

static void the_root_is_found_below_its_stack(void **state)
{
	(void)state;
	assert_root_is_on_it(
		DISKS("", LVM) "over dm-0 nvme1n1p1 dm=vg-root", MOUNT("8:5", "/"));
	/* LVM over LUKS over md over both disks. */
	assert_root_is_on_it(DISKS(RAID, RAID) "over dm-0 dm-1 dm=vg-root\n"
					       "over dm-1 md0 dm=luks\n"
					       "over md0 nvme0n1p1,nvme1n1p1",
		MOUNT("8:5", "/"));
	assert_root_is_on_it(
		DISKS("", "") "over bcache0 nvme0n1p1,nvme1n1p1", MOUNT("8:5", "/"));
	/* A partition of an array. */
	assert_root_is_on_it(
		DISKS(RAID, RAID) "over md0 nvme0n1p1,nvme1n1p1\npart md0p1 md0",
		MOUNT("8:6", "/"));
	/* Btrfs has a number of its own, and names one of its devices. */
	assert_root_is_on_it(DISKS("type=btrfs uuid=77", "type=btrfs uuid=77"),
		"22 1 0:21 / / rw - btrfs /dev/nvme0n1p1 rw\n");
	assert_root_is_on_it(
		DISKS("type=zfs_member label=pool", "type=zfs_member label=pool"),
		"22 1 0:21 / / rw - zfs pool/ROOT/debian rw\n");
	assert_root_is_on_it(DISKS("", ""),
		"22 1 0:21 / / rw - bcachefs /dev/nvme0n1p1:/dev/nvme1n1p1 rw\n");
}

/* Both of LVM's names for it, which is all that fstab says; that it is open is what is known. */
static void a_volume_has_two_names(void **state)
{
	static const char *const names[] = {"/dev/mapper/my--vg-lv", "/dev/my-vg/lv"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		TREE(tree);
		char fstab[100];

		machine_make(&tree,
			DISKS(LVM, "") "over dm-0 nvme0n1p1 dm=my--vg-lv dmuuid=LVM-1",
			MOUNT("8:2", "/"));
		snprintf(fstab, sizeof(fstab), "%s /data ext4\n", names[i]);
		tree_file(&tree, "etc/fstab", fstab);
		assert_judged(&tree, BIND, "03:00.0 free\n");
	}
}

static void other_file_systems_are_other_devices(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree, DISKS("type=btrfs uuid=77", "type=btrfs uuid=78"),
		"22 1 0:21 / / rw - btrfs /dev/nvme0n1p1 rw\n"
		"23 1 0:22 / /proc rw - proc proc rw\n"
		"24 1 0:23 / /srv rw - nfs4 server:/srv rw\n");
	assert_judged(&tree, BIND, "03:00.0 free\n");
}

/* With multipath the kernel hangs a namespace on the subsystem; its controllers are beside it. */
static void a_namespace_hangs_on_its_controllers(void **state)
{
	TREE(tree);

	(void)state;
	machine_make(&tree,
		"disk nvme0n1 devices-none\n"
		"disk nvme1n1 virtual/nvme-subsystem/nvme-subsys1\n"
		"part nvme1n1p1 nvme1n1\n"
		"disk nvme1c1n1 " DISK_PATH("03") " hidden\n",
		MOUNT("8:3", "/"));
	tree_link(&tree, "sys/devices/virtual/nvme-subsystem/nvme-subsys1/nvme1",
		"../../../" DISK_PATH("03"));
	assert_judged(&tree, BIND,
		"03:00.0 system: carries nvme1n1p1, which the system needs: it is "
		"mounted on /; give the VM another disk\n");
	assert_judged(&tree, "bind 02:00.0", "02:00.0 free\n");
}

static void what_is_made_of_nothing_may_be_anywhere(void **state)
{
	static const struct {
		const char *name;
		bool is_kept;
	} names[] = {{"dm-0", true}, {"zd0", true}, {"md0", true}, {"nbd0", false},
		{"loop0", false}, {"zram0", false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		FIXTURE(fixture);
		TREE(tree);
		char disks[400];
		bool is_free;

		snprintf(disks, sizeof(disks), DISKS("", "") "over %s -", names[i].name);
		machine_make(&tree, disks, MOUNT("8:5", "/"));
		is_free = strcmp(disk_tree_judge(&tree, BIND, &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free == names[i].is_kept)
			fail_msg("%s: %s", names[i].name, fixture.shown.data);
	}
}

/* Nobody has seen what is on it, so a part of what is spread over several disks may be. */
static void a_disk_without_a_driver_may_have_a_part(void **state)
{
	static const struct {
		const char *first, *fstab;
		bool is_kept;
	} tables[] = {{"type=ext4 uuid=5", "UUID=5 /data ext4\n", false},
		{"type=btrfs uuid=5", "UUID=5 /data btrfs\n", true},
		{"type=btrfs uuid=5", "UUID=5 /data btrfs nofail\n", false},
		{"type=ext4 uuid=5", "UUID=6 /data ext4\n", true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		char disks[400];
		bool is_free;

		snprintf(disks, sizeof(disks),
			"disk nvme0n1 " DISK_PATH(
				"02") "\npart nvme0n1p1 nvme0n1 %s\n"
				      "disk sda pci0000:00/0000:00:17.0/ata1",
			tables[i].first);
		machine_make(&tree, disks, MOUNT("8:3", "/"));
		tree_file(&tree, "etc/fstab", tables[i].fstab);
		is_free = strcmp(disk_tree_judge(&tree, BIND, &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free == tables[i].is_kept)
			fail_msg("%s: %s", tables[i].fstab, fixture.shown.data);
	}
}

static void an_array_may_lack_a_disk_without_a_driver(void **state)
{
	TREE(tree);
	static const char disks[] =
		"disk nvme0n1 " DISK_PATH("02") "\npart nvme0n1p1 nvme0n1\n"
						"over md0 nvme0n1p1 degraded\n";

	(void)state;
	machine_make(&tree, disks, MOUNT("8:3", "/"));
	assert_judged(&tree, BIND,
		"03:00.0 system: may carry a part of NUMBER=8:3, which was not found in full: it is mounted on /; give the VM another disk\n");
}

/* What can be done without keeps a disk that nobody has read: it may be there and just be slow. */
static void a_slow_drive_is_no_blank_one(void **state)
{
	static const struct {
		const char *disks, *drive;
		bool is_kept;
	} tables[] = {{"disk nvme1n1 " DISK_PATH("03"), NULL, false},
		{"disk nvme1n1 " DISK_PATH("03") " type=ext4", NULL, false},
		{"disk nvme1n1 " DISK_PATH("03") " unread", NULL, true},
		{"disk nvme1n1 " DISK_PATH("03") " table=gpt", NULL, true},
		/* A path alone shows nothing; beside what it leads to it is not looked at. */
		{"disk nvme1n1 " DISK_PATH("03") " hidden unread", NULL, true},
		{"disk nvme1c1n1 " DISK_PATH(
			 "03") " hidden unread\ndisk nvme1n1 " DISK_PATH("03"),
			NULL, false},
		{"disk nvme1n1 " DISK_PATH("03") " table=gpt\npart nvme1n1p1 nvme1n1",
			NULL, false},
		{"disk nvme1n1 " DISK_PATH("03") "\npart nvme1n1p1 nvme1n1 unread", NULL,
			true},
		{"disk sda " DISK_PATH("03") "\ndisk sdb " DISK_PATH("03") " unread",
			NULL, true},
		/* A drive that has answered, and is no disk yet; one that is; a changer. */
		{"disk sda " DISK_PATH("03"), "type 0", true},
		{"disk sda " DISK_PATH("03"), "type 20", true},
		{"disk sda " DISK_PATH("03"), "type 0 block", false},
		{"disk sda " DISK_PATH("03"), "type 8", false},
		{"disk nvme1n1 " DISK_PATH("02") " unread\ndisk sda " DISK_PATH("03"),
			NULL, false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		char disks[400], type[8];
		bool is_free;

		snprintf(disks, sizeof(disks), "disk sdx pci0000:00/ata1\n%s",
			tables[i].disks);
		machine_make(&tree, disks, MOUNT("8:1", "/"));
		tree_file(&tree, "etc/fstab", "UUID=gone /data ext4 _netdev\n");
		if (tables[i].drive) {
			tree_link(&tree, "sys/bus/scsi/devices/1:0:0:0",
				"../../../devices/" DISK_PATH("03") "/1:0:0:0");
			snprintf(type, sizeof(type), "%.2s\n", tables[i].drive + 5);
			tree_file(&tree, "sys/devices/" DISK_PATH("03") "/1:0:0:0/type",
				type);
			if (strstr(tables[i].drive, "block"))
				tree_directory(&tree,
					"sys/devices/" DISK_PATH("03") "/1:0:0:0/block");
		}
		is_free = strcmp(disk_tree_judge(&tree, BIND, &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free == tables[i].is_kept)
			fail_msg("%zu: %s", i, fixture.shown.data);
	}
}

static void a_stick_hangs_on_its_usb_controller(void **state)
{
	TREE(tree);

	(void)state;
	tree_device(&tree, "0000:00:14.0", "8086:a0ed:0c0330");
	tree_device(&tree, "0000:00:15.0", "8086:a0ee:0c0330");
	machine_make(&tree,
		"disk sda pci0000:00/0000:00:14.0/usb1/1-1/1-1:1.0/host0/target0:0:0/0:0:0:0/block\n"
		"part sda1 sda\n",
		MOUNT("8:2", "/"));
	assert_judged(&tree, "bind 00:14.0\nbind 00:15.0",
		"00:14.0 system: carries sda1, which the system needs: it is mounted on "
		"/; give the VM another disk\n00:15.0 free\n");
}

static void functions_without_disks_carry_nothing_unknown(void **state)
{
	TREE(tree);

	(void)state;
	tree_device(&tree, "0000:00:16.0", "8086:51e0:078000");
	machine_make(&tree, DISKS("", ""), MOUNT("8:2", "/"));
	tree_file(&tree, "etc/fstab", "UUID=gone /data ext4\n");
	assert_judged(&tree, "bind 00:16.0", "00:16.0 free\n");
}

/* Nothing late is asked for: then nothing is read, and nothing known. */
static void nothing_is_read_without_need(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	tree_device(&tree, "0000:01:00.0", "10de:2820:030000");
	assert_string_equal(
		disk_tree_judge(&tree, "bind 01:00.0", &fixture), "01:00.0 free\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_root_is_found_below_its_stack),
		cmocka_unit_test(a_volume_has_two_names),
		cmocka_unit_test(other_file_systems_are_other_devices),
		cmocka_unit_test(a_namespace_hangs_on_its_controllers),
		cmocka_unit_test(what_is_made_of_nothing_may_be_anywhere),
		cmocka_unit_test(a_disk_without_a_driver_may_have_a_part),
		cmocka_unit_test(an_array_may_lack_a_disk_without_a_driver),
		cmocka_unit_test(a_slow_drive_is_no_blank_one),
		cmocka_unit_test(a_stick_hangs_on_its_usb_controller),
		cmocka_unit_test(functions_without_disks_carry_nothing_unknown),
		cmocka_unit_test(nothing_is_read_without_need),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
