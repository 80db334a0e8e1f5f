/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What lies on several disks, or was not found: which of the disks it may be on. */

#include <stdio.h>
#include <string.h>

#include "disk_tree.h"

/* The system's own: an ESP and the root file system; and what else is told of that disk. */
#define SYSTEM(third) \
	"disk nvme0n1 " DISK_PATH("02") "\npart nvme0n1p1 nvme0n1 type=vfat uuid=E5-P\n" \
					"part nvme0n1p2 nvme0n1 type=ext4 uuid=1111\n" \
					"part nvme0n1p3 nvme0n1 " third "\n"
/* The one that is given away. */
#define GIVEN(first) \
	"disk nvme1n1 " DISK_PATH("03") "\npart nvme1n1p1 nvme1n1 partuuid=p9 " first "\n"
#define FSTAB "UUID=1111 / ext4 defaults 0 1\nUUID=E5-P /boot/efi vfat umask=0077 0 1\n"

struct row {
	const char *disks, *fstab;
	const char *kept; /* a part of the reason; NULL: it is free */
};

static void row_judge(const struct row *row, const char *config, const char *identity)
{
	FIXTURE(fixture);
	TREE(tree);
	char fstab[400];
	const char *judged;

	tree_device(&tree, "0000:02:00.0", "144d:a80a:010802");
	tree_device(&tree, "0000:03:00.0", identity);
	disk_tree(&tree, row->disks);
	disk_tree_now(&tree, "22 1 8:3 / / rw - ext4 /dev/nvme0n1p2 rw\n",
		"root=UUID=1111 ro quiet\n");
	snprintf(fstab, sizeof(fstab), FSTAB "%s\n", row->fstab);
	tree_file(&tree, "etc/fstab", fstab);
	judged = disk_tree_judge(&tree, config, &fixture);
	if (row->kept ? !strstr(judged, row->kept)
		      : strcmp(judged, "03:00.0 free\n") != 0)
		fail_msg("%s%s: %s, and not: %s", row->disks, row->fstab, judged,
			row->kept ? row->kept : "free");
}

#define ROWS_JUDGE(rows) \
	for (size_t row_ = 0; row_ < COUNT_OF(rows); row_++) \
	row_judge(&(rows)[row_], "bind 03:00.0\n", "144d:a80a:010802")

#define PART "may carry a part of "
#define MAY "may carry "
#define ON_IT "carries nvme1n1p1, which"
#define RAID "type=linux_raid_member uuid=0123-4567"

static void an_array_that_is_not_started_may_lack_members(void **state)
{
	static const struct row rows[] = {
		/* One half found, the other nobody has seen. */
		{SYSTEM(RAID) "over md0 nvme0n1p3 inactive", "/dev/md0 /data ext4", PART},
		{SYSTEM(RAID) "over md127 nvme0n1p3 inactive", "/dev/md127 /data ext4",
			PART},
		{SYSTEM(RAID) "over md0 nvme0n1p3 degraded", "/dev/md0 /data ext4", PART},
		{SYSTEM(RAID) "over md0 nvme0n1p3", "/dev/md0 /data ext4", NULL},
		/* The disk says what it is, or cannot be read. */
		{SYSTEM(RAID) "over md0 nvme0n1p3 inactive\n" GIVEN("type=ext4"),
			"/dev/md0 /data ext4", NULL},
		{SYSTEM(RAID) "over md0 nvme0n1p3 inactive\n" GIVEN(
			 "type=linux_raid_member uuid=9"),
			"/dev/md0 /data ext4", NULL},
		{SYSTEM(RAID) "over md0 nvme0n1p3 inactive\n" GIVEN(RAID),
			"/dev/md0 /data ext4", ON_IT},
		{SYSTEM(RAID) "over md0 nvme0n1p3 inactive\n" GIVEN("unread"),
			"/dev/md0 /data ext4", PART},
		/* Not even the array is there. */
		{SYSTEM("type=swap") GIVEN(RAID), "/dev/md0 /data ext4", MAY "/dev/md0"},
		{SYSTEM("type=swap") GIVEN(RAID), "/dev/md/data /data ext4", MAY},
		{SYSTEM("type=swap"), "/dev/md/data /data ext4", MAY},
		{SYSTEM("type=swap") GIVEN("type=ntfs"), "/dev/md/data /data ext4", NULL},
	};

	(void)state;
	ROWS_JUDGE(rows);
}

#define VG(name, count) "type=LVM2_member group=" name " members=" count
#define ROOT_LV "over dm-0 nvme0n1p3 dm=my--vg-root dmuuid=LVM-my-vgidaaaa\n"

/* The initramfs makes the root's volume active, and no other of its group. */
static void a_volume_that_is_not_active_is_where_its_group_is(void **state)
{
	static const char *const names[] = {"/dev/mapper/my--vg-home", "/dev/my-vg/home",
		"/dev/disk/by-id/dm-uuid-LVM-my-vgidbbbb",
		"/dev/disk/by-id/dm-name-my--vg-home"};
	static const struct row rows[] = {
		{SYSTEM(VG("my-vg", "1")) ROOT_LV, "", NULL},
		{SYSTEM(VG("my-vg", "1")) ROOT_LV GIVEN("type=ntfs"), "", NULL},
		{SYSTEM(VG("my-vg", "1")) ROOT_LV GIVEN(VG("guest", "1")), "", NULL},
		{SYSTEM(VG("my-vg", "1")) ROOT_LV GIVEN(VG("my", "1")), "", NULL},
		{SYSTEM(VG("my-vg", "2")) ROOT_LV GIVEN(VG("my-vg", "2")), "", ON_IT},
		/* The other member is on a disk that nobody has seen, or that does not tell. */
		{SYSTEM(VG("my-vg", "2")) ROOT_LV, "", PART},
		{SYSTEM(VG("my-vg", "2")) ROOT_LV GIVEN("unread"), "", PART},
		{SYSTEM(VG("my-vg", "2")) ROOT_LV GIVEN("type=ntfs"), "", NULL},
		{SYSTEM(VG("my-vg", "2")) ROOT_LV GIVEN("type=LVM2_member"), "", ON_IT},
		/* No such group: as with all that is not found. */
		{SYSTEM(VG("my-vg2", "1")) GIVEN(VG("guest", "1")), "", MAY},
		{SYSTEM(VG("my", "1")) GIVEN(VG("guest", "1")), "", MAY},
		{SYSTEM("type=LVM2_member") GIVEN("type=LVM2_member"), "", MAY},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		for (size_t j = 0; j < COUNT_OF(names); j++) {
			struct row row = rows[i];
			char fstab[200];

			snprintf(fstab, sizeof(fstab), "%s /home ext4", names[j]);
			row.fstab = fstab;
			row_judge(&row, "bind 03:00.0\n", "144d:a80a:010802");
		}
}

/* A group needs all its members, or nothing of it is made active by itself. */
static void members_of_the_systems_group_stay(void **state)
{
	static const struct row rows[] = {
		{SYSTEM(VG("vg", "2")) GIVEN(VG("vg", "2")) "over dm-0 nvme0n1p3 dm=vg-a",
			"/dev/vg/a /data ext4", ON_IT},
		{SYSTEM(VG("vg", "1")) GIVEN(VG("g", "1")) "over dm-0 nvme0n1p3 dm=vg-a",
			"/dev/vg/a /data ext4", NULL},
	};

	(void)state;
	ROWS_JUDGE(rows);
}

static void what_is_whole_lacks_nothing(void **state)
{
	static const struct row rows[] = {
		{SYSTEM("type=btrfs uuid=5 members=1"), "UUID=5 /data btrfs", NULL},
		{SYSTEM("type=btrfs uuid=5 members=2"), "UUID=5 /data btrfs", PART},
		{SYSTEM("type=btrfs uuid=5"), "UUID=5 /data btrfs", PART},
		{SYSTEM("type=btrfs uuid=5 members=2") "part nvme0n1p4 nvme0n1 type=btrfs "
						       "uuid=5 members=2",
			"UUID=5 /data btrfs", NULL},
		/* The superblock at the end of the last partition is the disk's as well. */
		{SYSTEM("") "disk sda pci0000:00/ata1 " RAID " members=2\n"
			    "part sda1 sda " RAID " members=2",
			"PARTUUID=none /a ext4 nofail\n/dev/sda1 /data auto", PART},
	};

	(void)state;
	ROWS_JUDGE(rows);
}

#define ARRAY_ID "01234567:89abcdef:01234567:89abcdef"
#define MEMBER "type=linux_raid_member uuid=01234567-89ab-cdef-0123-456789abcdef"

/* Mdadm writes every array that it sees into its file: those that are whole lack nothing. */
static void an_array_that_is_started_lacks_nothing(void **state)
{
	static const char *const states[] = {"", " inactive", " degraded"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		FIXTURE(fixture);
		TREE(tree);
		char disks[600];
		bool is_free;

		tree_device(&tree, "0000:03:00.0", "8086:a0ed:0c0330");
		snprintf(disks, sizeof(disks),
			SYSTEM(MEMBER) "part nvme0n1p4 nvme0n1 " MEMBER
				       "\nover md0 nvme0n1p3,nvme0n1p4%s",
			states[i]);
		disk_tree(&tree, disks);
		disk_tree_now(&tree, "22 1 8:3 / / rw - ext4 /dev/nvme0n1p2 rw\n", "");
		tree_file(&tree, "etc/mdadm/mdadm.conf",
			"ARRAY /dev/md/0 UUID=" ARRAY_ID "\n");
		is_free = strcmp(disk_tree_judge(&tree, "bind 03:00.0\n", &fixture),
				  "03:00.0 free\n") == 0;
		if (is_free != (i == 0))
			fail_msg("%s: %s", states[i], fixture.shown.data);
	}
}

/* A name that no disk has: what has been read and is open does not have it. */
static void what_is_not_found_is_not_on_what_was_read(void **state)
{
	static const char *const open[] = {"type=ntfs", "type=ext4 uuid=2",
		"type=btrfs uuid=7", "", "type=BitLocker"};
	static const char *const closed[] = {"type=crypto_LUKS", "type=LVM2_member", RAID,
		"type=zfs_member", "type=bcache", "type=isw_raid_member", "unread"};
	static const char *const names[] = {"UUID=gone", "LABEL=gone", "PARTUUID=gone",
		"/dev/mapper/gone", "/dev/disk/by-uuid/gone", "/dev/md/gone"};
	/* A link that is not there may be one that nobody has made yet. */
	static const char *const links[] = {"/dev/disk/by-id/gone",
		"/dev/disk/by-path/gone", "/dev/sdz1", "LABEL=a%b",
		"/dev/disk/by-label/gone"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(open) + COUNT_OF(closed); i++) {
		bool is_open = i < COUNT_OF(open);

		for (size_t j = 0; j < COUNT_OF(names) + COUNT_OF(links); j++) {
			bool is_link = j >= COUNT_OF(names);
			char disks[600], fstab[200];
			const struct row row = {
				disks, fstab, is_open && !is_link ? NULL : MAY};

			snprintf(disks, sizeof(disks), SYSTEM("") GIVEN("%s"),
				is_open ? open[i] : closed[i - COUNT_OF(open)]);
			snprintf(fstab, sizeof(fstab), "%s /data ext4",
				is_link ? links[j - COUNT_OF(names)] : names[j]);
			row_judge(&row, "bind 03:00.0\n", "144d:a80a:010802");
		}
	}
}

/* Other controllers may show one more disk at any time. */
static void only_nvme_shows_all_that_it_has(void **state)
{
	static const struct row row = {
		SYSTEM("") GIVEN("type=ext4"), "UUID=gone /data ext4", MAY};

	(void)state;
	row_judge(&row, "bind 03:00.0\n", "8086:a352:010601");
	row_judge(&row, "bind 03:00.0\n", "8086:a0ed:0c0330");
}

/* What people have: each with a disk of the guest's own beside it. */
static void common_machines_give_their_second_disk_away(void **state)
{
	static const char *const guests[] = {"", GIVEN("type=ntfs"),
		GIVEN("type=BitLocker"), GIVEN("type=ext4 uuid=2222"),
		GIVEN("type=crypto_LUKS uuid=3333"),
		GIVEN("type=btrfs uuid=4444 members=1"), GIVEN(VG("guest", "1")),
		"disk nvme1n1 " DISK_PATH("03") "\n"};
	static const struct {
		const char *disks, *fstab;
	} hosts[] = {
		{SYSTEM("type=swap uuid=8"), "UUID=8 none swap sw 0 0"},
		{SYSTEM("type=ext4 uuid=8"), "/swap.img none swap sw 0 0"},
		{SYSTEM("type=btrfs uuid=8 members=1"),
			"UUID=8 /home btrfs subvol=home\nUUID=8 /var btrfs subvol=var"},
		{SYSTEM("type=xfs uuid=8") "over zram0 -\n", "UUID=8 /home xfs"},
		{SYSTEM(VG(
			 "vg", "1")) "over dm-0 nvme0n1p3 dm=vg-root dmuuid=LVM-vgidr\n",
			"/dev/mapper/vg-home /home ext4\n/dev/mapper/vg-swap none swap"},
		{SYSTEM("type=crypto_LUKS uuid=9") "over dm-0 nvme0n1p3 dm=luks-1 "
						   "dmuuid=CRYPT-LUKS2-1 " VG("vg",
							   "1") "\n"
								"over dm-1 dm-0 dm=vg-root "
								"dmuuid=LVM-vgidr\n",
			"/dev/mapper/vg-home /home ext4"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hosts); i++)
		for (size_t j = 0; j < COUNT_OF(guests); j++) {
			char disks[1200];
			const struct row row = {disks, hosts[i].fstab, NULL};

			snprintf(disks, sizeof(disks), "%s%s", hosts[i].disks, guests[j]);
			row_judge(&row, "bind 03:00.0\n", "144d:a80a:010802");
			if (j == 0) /* USB that nobody has anything in */
				row_judge(&row, "bind 03:00.0\n", "8086:a0ed:0c0330");
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_array_that_is_not_started_may_lack_members),
		cmocka_unit_test(a_volume_that_is_not_active_is_where_its_group_is),
		cmocka_unit_test(members_of_the_systems_group_stay),
		cmocka_unit_test(what_is_whole_lacks_nothing),
		cmocka_unit_test(an_array_that_is_started_lacks_nothing),
		cmocka_unit_test(what_is_not_found_is_not_on_what_was_read),
		cmocka_unit_test(only_nvme_shows_all_that_it_has),
		cmocka_unit_test(common_machines_give_their_second_disk_away),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
