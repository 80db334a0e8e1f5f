/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "../../helper/sys/disks/disks.h"
#include "disk_tree.h"

/* Two disks: 02:00.0 has the system, 03:00.0 is the one that is asked for. */
#define SYSTEM "0000:02:00.0"
#define GIVEN "0000:03:00.0"
#define BIND "bind 03:00.0\n"
#define ROOT_DISK \
	"disk nvme0n1 " DISK_PATH( \
		"02") "\n" \
		      "part nvme0n1p1 nvme0n1 type=ext4 uuid=1111-aaaa label=root partuuid=p1 partlabel=one\n"
#define MINE \
	"disk nvme1n1 " DISK_PATH( \
		"03") "\n" \
		      "part nvme1n1p1 nvme1n1 type=ext4 uuid=2222-bbbb label=my\\x20data partuuid=p2\n"
#define ROOT_MOUNTED "22 1 8:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p1 rw\n"
#define ADD_NOFAIL "; if the host can do without it, add 'nofail' in "
#define OTHER_DISK "; give the virtual machine another disk\n"

static void machine_make(const struct tree *tree)
{
	tree_device(tree, SYSTEM, "144d:a80a:010802");
	tree_device(tree, GIVEN, "144d:a80a:010802");
	disk_tree_now(tree, ROOT_MOUNTED, "root=UUID=1111-aaaa ro\n");
}

#define MACHINE(tree) \
	TREE(tree); \
	machine_make(&tree)

static void assert_judged(
	const struct tree *tree, const char *config, const char *expected)
{
	FIXTURE(fixture);

	assert_string_equal(disk_tree_judge(tree, config, &fixture), expected);
}

static void assert_free(const struct tree *tree)
{
	assert_judged(tree, BIND, "03:00.0 free\n");
}

/* Something keeps the disk, and the text has this in it. */
static void assert_kept(const struct tree *tree, const char *part)
{
	FIXTURE(fixture);
	const char *judged = disk_tree_judge(tree, BIND, &fixture);

	if (!strstr(judged, part))
		fail_msg("'%s' is not in: %s", part, judged);
}

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
		"02:00.0 system: nvme0n1p1 is on it, and the system needs that: it is "
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
		assert_kept(&tree, "nvme1n1p1 is on it, and the system needs that: '");
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

/* Of another machine's tree, or with a file that is old: the link alone will do. */
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
		assert_kept(&tree, "nvme1n1p1 is on it");
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
		"03:00.0 system: it may have UUID=3333-cccc on it, which cannot be found, "
		"and /etc/fstab:2 mounts it on /home" ADD_NOFAIL "/etc/fstab:2\n");
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

static void what_may_fail_may_go(void **state)
{
	static const struct {
		const char *line;
		bool is_kept;
	} lines[] = {{"UUID=2222-bbbb /data ext4 defaults 0 2", true},
		{"UUID=2222-bbbb /data ext4 nofail 0 2", false},
		{"UUID=2222-bbbb /data ext4 rw,nofail,x-y 0 2", false},
		{"UUID=2222-bbbb /data ext4 noauto 0 2", false},
		{"UUID=2222-bbbb /data ext4 x-nofail 0 2", true},
		{"UUID=2222-bbbb / ext4 nofail 0 2", true},
		{"UUID=2222-bbbb /usr ext4 noauto 0 2", true},
		{"UUID=2222-bbbb none swap sw 0 0", true},
		{"LABEL=my\\040data /data ext4 defaults", true},
		{"UUID=\"2222-bbbb\" /data ext4", true},
		{"PARTUUID=p2\t/data\text4", true}, {"/dev/nvme1n1p1 /data auto", true},
		{"/dev/nvme1n1 /data auto", true}, {"# UUID=2222-bbbb /data ext4", false},
		{"server:/srv /data nfs defaults", false},
		{"/swapfile none swap sw", false}, {"tmpfs /tmp tmpfs defaults", false},
		{"UUID=3333 /data ext4 _netdev", false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		FIXTURE(fixture);
		MACHINE(tree);
		bool is_free;

		disk_tree(&tree, ROOT_DISK MINE);
		tree_file(&tree, "etc/fstab", lines[i].line);
		is_free = strcmp(disk_tree_judge(&tree, BIND, &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free == lines[i].is_kept ||
			(!is_free && !strstr(fixture.shown.data, " is on it, and")))
			fail_msg("'%s': %s", lines[i].line, fixture.shown.data);
	}
}

static void an_fstab_that_cannot_be_read_keeps_all(void **state)
{
	MACHINE(tree);

	(void)state;
	disk_tree(&tree, ROOT_DISK MINE);
	tree_fifo(&tree, "etc/fstab");
	assert_judged(&tree, BIND,
		"03:00.0 system: nobody can tell whether the system needs it: /etc/fstab "
		"cannot be read (Invalid argument); look at it: ls -l /etc/fstab\n");
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

static void crypttab_needs_what_it_unlocks(void **state)
{
	static const struct {
		const char *crypttab, *fstab;
		bool is_kept;
	} tables[] = {{"data UUID=2222-bbbb none luks\n", "", true},
		{"data UUID=2222-bbbb none luks,nofail\n", "", false},
		{"data UUID=2222-bbbb none noauto\n", "", false},
		{"data UUID=2222-bbbb\n", "", true},
		{"# data UUID=2222-bbbb\n", "", false},
		{"\n  data\t/dev/nvme1n1p1 /etc/key\n", "", true},
		/* May be missing as such, but a mount waits for it. */
		{"data UUID=2222-bbbb none nofail\n", "/dev/mapper/data /data ext4\n",
			true},
		{"data UUID=2222-bbbb none nofail\n",
			"/dev/mapper/data /data ext4 nofail\n", false},
		{"data UUID=1111-aaaa none nofail\n", "/dev/mapper/data /data ext4\n",
			false},
		{"root UUID=1111-aaaa /key:UUID=2222-bbbb luks\n", "", true},
		{"root UUID=1111-aaaa none luks,header=/h:PARTUUID=p2\n", "", true},
		{"root UUID=1111-aaaa /dev/urandom swap\n", "", false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		MACHINE(tree);
		bool is_free;

		disk_tree(&tree, ROOT_DISK MINE);
		tree_file(&tree, "etc/crypttab", tables[i].crypttab);
		tree_file(&tree, "etc/fstab", tables[i].fstab);
		is_free = strcmp(disk_tree_judge(&tree, BIND, &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free == tables[i].is_kept)
			fail_msg("%zu: %s", i, fixture.shown.data);
	}
}

#define MEMBER \
	"disk nvme1n1 " DISK_PATH( \
		"03") "\n" \
		      "part nvme1n1p1 nvme1n1 type=linux_raid_member uuid=01234567-89ab-cdef-0123-456789abcdef\n"

static void members_of_arrays_stay(void **state)
{
	static const struct {
		const char *line;
		bool is_kept;
	} lines[] = {
		{"ARRAY /dev/md0 metadata=1.2 UUID=01234567:89abcdef:01234567:89abcdef",
			true},
		{"array /dev/md0\n  uuid=01234567:89ABCDEF:01234567:89abcdef", true},
		{"ARRAY /dev/md0 metadata=1.2 UUID=11234567:89abcdef:01234567:89abcdef",
			false},
		{"ARRAY /dev/md0\n UUID=11234567:89abcdef:01234567:89abcdef", false},
		{"ARRAY <ignore> UUID=01234567:89abcdef:01234567:89abcdef", false},
		{"#ARRAY /dev/md0 UUID=01234567:89abcdef:01234567:89abcdef", false},
		{"DEVICE partitions\nMAILADDR root", false},
		{"ARRAY /dev/md0 name=host:0", true}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		FIXTURE(fixture);
		MACHINE(tree);
		bool is_free;

		disk_tree(&tree, ROOT_DISK MEMBER);
		tree_file(&tree, i % 2 ? "etc/mdadm.conf" : "etc/mdadm/mdadm.conf",
			lines[i].line);
		is_free = strcmp(disk_tree_judge(&tree, BIND, &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free == lines[i].is_kept)
			fail_msg("'%s': %s", lines[i].line, fixture.shown.data);
	}
}

static void units_mount_too(void **state)
{
	static const struct {
		const char *path, *text;
		bool is_kept;
	} units[] = {
		{"etc/systemd/system/data.mount",
			"[Mount]\nWhat = /dev/disk/by-label/my\\x20data\nWhere=/data\n",
			true},
		{"etc/systemd/system/dev-x.swap", "[Swap]\nWhat=UUID=2222-bbbb\n", true},
		{"etc/systemd/system/data.mount",
			"[Mount]\nWhat=UUID=2222-bbbb\nOptions=rw,nofail\n", true},
		{"etc/systemd/system/data.mount.d/a.conf",
			"[Mount]\nWhat=UUID=2222-bbbb\n", true},
		{"usr/lib/systemd/system/tmp.mount", "[Mount]\nWhat=tmpfs\n", false},
		{"usr/lib/systemd/system/data.automount", "What=UUID=2222-bbbb\n", false},
		{"run/systemd/generator/data.mount",
			"[Unit]\nSourcePath=/etc/fstab\n[Mount]\nWhat=UUID=2222-bbbb\n",
			false},
		{"run/systemd/generator/data.mount",
			"[Unit]\nSourcePath=/proc/cmdline\n[Mount]\nWhat=UUID=2222-bbbb\n",
			true},
		{"run/systemd/generator/data.mount",
			"[Unit]\nSourcePath=/proc/cmdline\n[Mount]\nWhat=UUID=2222-bbbb\n"
			"Options=nofail\n",
			false},
		{"run/systemd/generator.late/home.mount",
			"[Mount]\nWhat=UUID=2222-bbbb\n", true},
		{"run/systemd/generator.late/home.mount", "[Mount]\nWhat=/dev/gone\n",
			false},
		/* As systemd-gpt-auto-generator writes it for an encrypted partition. */
		{"run/systemd/generator.late/home.mount",
			"[Unit]\nDescription=Home Partition\nBefore=local-fs.target\n\n"
			"[Mount]\nWhat=/dev/mapper/home\nWhere=/home\n",
			false},
		{"etc/systemd/system/data.mount", "[Mount]\nWhat=/dev/disk/by-id/%i\n",
			true},
		{"etc/systemd/system/data.mount",
			"[Mount]\nWhat=UUID=1111-aaaa\nWhere=/data\nType=xfs\n"
			"Options=logdev=/dev/nvme1n1p1\n",
			true},
		{"etc/systemd/system/data.mount",
			"[Mount]\nWhat=/var/x\nWhere=/data\nOptions=bind\n", false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		FIXTURE(fixture);
		MACHINE(tree);
		bool is_free;

		disk_tree(&tree, ROOT_DISK MINE);
		tree_link(&tree, "dev/disk/by-label/my\\x20data", "../../nvme1n1p1");
		tree_file(&tree, units[i].path, units[i].text);
		is_free = strcmp(disk_tree_judge(&tree, BIND, &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free == units[i].is_kept)
			fail_msg("%zu: %s", i, fixture.shown.data);
	}
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
		"nvme1n1p1 is on it, and the system needs that: the boot loader was "
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
		"03:00.0 in use: nvme1n1p1 is on it, and it is mounted on /srv/data; umount "
		"/srv/data\n");
	disk_tree_now(&tree, ROOT_MOUNTED, "");
	tree_file(&tree, "proc/swaps",
		"Filename Type Size Used Priority\n/dev/nvme1n1p1 partition 4 0 -2\n"
		"/swapfile file 4 0 -3\n");
	assert_judged(&tree, BIND,
		"03:00.0 in use: nvme1n1p1 is on it, and the system swaps on it; swapoff "
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
		cmocka_unit_test(what_may_fail_may_go),
		cmocka_unit_test(an_fstab_that_cannot_be_read_keeps_all),
		cmocka_unit_test(without_the_kernels_lists_all_stay),
		cmocka_unit_test(crypttab_needs_what_it_unlocks),
		cmocka_unit_test(members_of_arrays_stay),
		cmocka_unit_test(units_mount_too),
		cmocka_unit_test(the_boot_loaders_partition_stays),
		cmocka_unit_test(what_is_mounted_or_swapped_on_is_in_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
