/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What tables name besides the plain device of a line, and what stands on what. */

#include <stdio.h>
#include <string.h>

#include "disk_tree.h"

/* 02:00.0 has the system, 03:00.0 is the one that is asked for: its partition is UUID=given. */
#define BIND "bind 03:00.0\n"
#define SYSTEM_DISK \
	"disk nvme0n1 " DISK_PATH("02") "\npart nvme0n1p1 nvme0n1 type=ext4 uuid=root\n" \
					"part nvme0n1p2 nvme0n1 type=ext4 uuid=other\n"
#define GIVEN_DISK SYSTEM_DISK "disk nvme1n1 " DISK_PATH("03") "\npart nvme1n1p1 nvme1n1 "
#define DISKS GIVEN_DISK "type=ext4 uuid=given label=my\\x20data partlabel=one\n"
#define UNREAD GIVEN_DISK "unread\n"
#define ROOT_MOUNTED "22 1 8:2 / / rw - ext4 /dev/nvme0n1p1 rw\n"

struct table {
	const char *fstab, *crypttab, *cmdline, *disks;
	bool is_kept;
};

static void machine_make(const struct tree *tree, const struct table *table)
{
	tree_device(tree, "0000:02:00.0", "144d:a80a:010802");
	tree_device(tree, "0000:03:00.0", "144d:a80a:010802");
	disk_tree(tree, table->disks ? table->disks : DISKS);
	tree_link(tree, "dev/disk/by-path/pci-0000:03:00.0-nvme-1-part1",
		"../../nvme1n1p1");
	disk_tree_now(tree, ROOT_MOUNTED, table->cmdline ? table->cmdline : "quiet\n");
	if (table->fstab)
		tree_file(tree, "etc/fstab", table->fstab);
	if (table->crypttab)
		tree_file(tree, "etc/crypttab", table->crypttab);
}

/* Kept because the disk has it, and never because something was not found. */
static bool is_as_told(const struct table *table, const char *judged)
{
	if (!table->is_kept)
		return strcmp(judged, "03:00.0 free\n") == 0;
	return strstr(judged, "nvme1n1p1 is on it, and the system needs that");
}

/* All of them are tried, so that a failure shows which belong together. */
static void assert_tables(const struct table *tables, size_t count)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text wrong = {};

	for (size_t i = 0; i < count; i++) {
		FIXTURE(fixture);
		TREE(tree);
		const char *judged;

		machine_make(&tree, &tables[i]);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!is_as_told(&tables[i], judged))
			vpb_text_add(&wrong, "%zu: %s", i, judged);
	}
	if (wrong.data)
		fail_msg("%s", wrong.data);
}

static void keys_and_headers_are_needed(void **state)
{
	static const struct table tables[] = {
		{.crypttab = "a UUID=other /dev/nvme1n1p1 luks\n", .is_kept = true},
		{.crypttab = "a UUID=other UUID=given luks\n", .is_kept = true},
		{.crypttab = "a UUID=other LABEL=\"my\\040data\" luks\n",
			.is_kept = true},
		{.crypttab = "a UUID=other none header=/dev/nvme1n1p1\n",
			.is_kept = true},
		{.crypttab = "a UUID=other none luks,header=UUID=given,x\n",
			.is_kept = true},
		{.crypttab = "a UUID=other /k:UUID=given luks\n", .is_kept = true},
		{.crypttab = "a UUID=other /k:/dev/disk/by-path/pci-0000:03:00.0-nvme-1-part1\n",
			.is_kept = true},
		{.crypttab = "a UUID=other /k:UUID=given:UUID=other\n", .is_kept = true},
		{.crypttab = "a UUID=other /dev/disk/by-path/pci-0000:03:00.0-nvme-1-part1:/k:5 "
			     "keyscript=passdev\n",
			.is_kept = true},
		{.crypttab = "a UUID=other UUID=given:/key luks\n", .is_kept = true},
		{.crypttab = "a UUID=other /k:UUID=given nofail\n"},
		{.crypttab = "a UUID=other /etc/a:b luks\n"},
		{.crypttab = "a UUID=other /dev/urandom swap\n"},
		{.crypttab = "a UUID=other /dev/hwrng swap\n"},
		{.crypttab = "a UUID=other - luks\n"},
		{.crypttab = "a UUID=given none nofail,fail\n", .is_kept = true},
		{.crypttab = "a UUID=given none noauto,auto\n", .is_kept = true},
		{.crypttab = "a UUID=given none fail,nofail\n"},
	};

	(void)state;
	assert_tables(tables, COUNT_OF(tables));
}

static void what_needed_things_stand_on_is_needed(void **state)
{
#define OPTIONAL "UUID=given /srv ext4 nofail 0 2\n"
	static const struct table tables[] = {
		{.fstab = OPTIONAL},
		{.fstab = OPTIONAL "UUID=other /srv/a ext4 defaults\n", .is_kept = true},
		{.fstab = OPTIONAL "UUID=other /srv/a/b/ ext4 defaults\n",
			.is_kept = true},
		{.fstab = OPTIONAL "UUID=other /srva ext4 defaults\n"},
		{.fstab = OPTIONAL "UUID=other /srv/a ext4 nofail\n"},
		{.fstab = OPTIONAL "/srv/swap none swap sw\n", .is_kept = true},
		{.fstab = OPTIONAL "/srv/swap none swap sw,nofail\n"},
		{.fstab = OPTIONAL "/srv/www /var/www none bind\n", .is_kept = true},
		{.fstab = OPTIONAL "/srv/www /var/www none bind,nofail\n"},
		{.fstab = OPTIONAL "/srv/image /mnt squashfs loop\n", .is_kept = true},
		{.fstab = OPTIONAL "//srv/share /mnt cifs\n"},
		{.fstab = "UUID=given /srv/ ext4 noauto\n/srv/swap none swap sw\n",
			.is_kept = true},
		/* One optional thing on another, and something needed on top. */
		{.fstab = OPTIONAL "/srv/b /mnt none bind,nofail\n/mnt/swap none swap\n",
			.is_kept = true},
		{.fstab = "/mnt/swap none swap\n/srv/b /mnt none bind,nofail\n" OPTIONAL,
			.is_kept = true},
		{.fstab = OPTIONAL,
			.crypttab = "a UUID=other /srv/key luks\n",
			.is_kept = true},
		{.fstab = OPTIONAL,
			.crypttab = "a UUID=other none header=/srv/h\n",
			.is_kept = true},
		{.fstab = OPTIONAL, .crypttab = "a UUID=other /srv/key nofail\n"},
		{.fstab = OPTIONAL, .crypttab = "a /srv/image none\n", .is_kept = true},
		{.fstab = OPTIONAL "/dev/mapper/a /mnt ext4\n",
			.crypttab = "a /srv/image none nofail\n",
			.is_kept = true},
		{.fstab = "/dev/mapper/a /mnt ext4\n",
			.crypttab = "a /var/image none nofail\n"},
		/* The volume may be missing, but not for the one who mounts it. */
		{.fstab = "/dev/mapper/a /mnt ext4\n",
			.crypttab = "a UUID=other /k:UUID=given nofail\n",
			.is_kept = true},
		{.fstab = "/dev/mapper/a /mnt ext4 nofail\n",
			.crypttab = "a UUID=other /k:UUID=given nofail\n"},
	};

	(void)state;
	assert_tables(tables, COUNT_OF(tables));
}

static void the_report_says_who_needs_it(void **state)
{
	static const struct table table = {.fstab = OPTIONAL "/srv/swap none swap sw\n"};
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	machine_make(&tree, &table);
	assert_string_equal(disk_tree_judge(&tree, BIND, &fixture),
		"03:00.0 system: nvme1n1p1 is on it, and the system needs that: /etc/fstab:1 "
		"mounts it on /srv; that is needed for /srv/swap: /etc/fstab:2 swaps on it; if "
		"the host can do without it, add 'nofail' in /etc/fstab:2\n");
}

/* What is of the network may come later, but what is not does not become so by it. */
static void a_weak_need_does_not_hide_a_strong_one(void **state)
{
	static const struct table table = {
		.fstab =
			"/dev/disk/by-id/gone /srv ext4 nofail\n/srv/a /mnt none bind,_netdev\n"
			"/srv/swap none swap sw\n"};
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	machine_make(&tree, &table);
	assert_non_null(strstr(disk_tree_judge(&tree, BIND, &fixture),
		"it may have /dev/disk/by-id/gone on it, which cannot be found"));
}

static void options_decide_what_may_be_missing(void **state)
{
	static const struct table tables[] = {
		{.fstab = "UUID=given /srv ext4 noauto,auto\n", .is_kept = true},
		{.fstab = "UUID=given /srv ext4 auto,noauto\n"},
		{.fstab = "UUID=given /srv ext4 nofail,fail\n", .is_kept = true},
		{.fstab = "UUID=given /srv ext4 noauto,x-systemd.automount\n",
			.is_kept = true},
		{.fstab = "UUID=given /srv ext4 noauto,comment=systemd.automount\n",
			.is_kept = true},
		{.fstab = "UUID=given /srv ext4 nofail,x-systemd.automount\n"},
		{.fstab = "UUID=given /srv ext4 nofail,x-systemd.required-by=a.service\n",
			.is_kept = true},
		{.fstab = "UUID=given /srv ext4 noauto,x-systemd.required-by=a.service\n",
			.is_kept = true},
		{.fstab = "UUID=given /srv ext4 noauto,x-systemd.wanted-by=a.service\n",
			.is_kept = true},
		{.fstab = "UUID=given /srv ext4 nofail,x-systemd.wanted-by=a.service\n"},
		{.fstab = "UUID=given none swap noauto\n"},
		{.fstab = "tmpfs /dev/shm/a tmpfs\n"},
		{.fstab = "LABEL=\"my\\040data\" /srv ext4\n", .is_kept = true},
		{.fstab = "PARTLABEL='one' /srv ext4\n", .is_kept = true},
	};

	(void)state;
	assert_tables(tables, COUNT_OF(tables));
}

static void options_name_devices_and_paths(void **state)
{
	static const struct table tables[] = {
		{.fstab = "UUID=other /a xfs rw,logdev=/dev/nvme1n1p1\n",
			.is_kept = true},
		{.fstab = "UUID=other /a xfs rtdev=/dev/nvme1n1p1,rw\n", .is_kept = true},
		{.fstab = "UUID=other /a ext4 journal_path=/dev/nvme1n1p1\n",
			.is_kept = true},
		/* 8:5, as the tree numbers it. */
		{.fstab = "UUID=other /a ext4 journal_dev=0x805\n", .is_kept = true},
		{.fstab = "UUID=other /a btrfs device=/dev/nvme0n1p2,device=/dev/nvme1n1p1\n",
			.is_kept = true},
		{.fstab = "/dev/nvme0n1p2:/dev/nvme1n1p1 /a bcachefs\n", .is_kept = true},
		{.fstab = "UUID=other /a btrfs nofail,device=/dev/nvme1n1p1\n"},
		{.fstab = OPTIONAL
			"overlay /a overlay lowerdir=/usr:/srv/b,upperdir=/c\n",
			.is_kept = true},
		{.fstab = OPTIONAL "overlay /a overlay lowerdir=/b,upperdir=/srv/c\n",
			.is_kept = true},
		{.fstab = OPTIONAL "overlay /a overlay lowerdir=/b\\\\:/srv\n"},
		{.fstab = OPTIONAL
			"UUID=other /a ext4 x-systemd.requires-mounts-for=/srv/x\n",
			.is_kept = true},
		{.fstab = OPTIONAL "UUID=other /a ext4 x-systemd.requires=/srv\n",
			.is_kept = true},
		{.fstab = OPTIONAL "UUID=other /a ext4 x-systemd.requires=srv.mount\n",
			.is_kept = true},
		{.fstab = OPTIONAL "UUID=other /a ext4 x-systemd.requires=s-rv.mount\n"},
		{.fstab = "UUID=other /a ext4 x-systemd.requires=/dev/nvme1n1p1\n",
			.is_kept = true},
		{.fstab = "UUID=other /a ext4 x-systemd.requires=dev-nvme1n1p1.device\n",
			.is_kept = true},
		{.fstab = "UUID=other /a ext4 x-systemd.requires=iscsid.service\n"},
		{.fstab = "UUID=other /a ext4 "
			  "x-systemd.requires=systemd-cryptsetup@a\\x2db.service\n",
			.crypttab = "a-b UUID=given none nofail\n",
			.is_kept = true},
	};

	(void)state;
	assert_tables(tables, COUNT_OF(tables));
}

static void the_command_line_has_tables_too(void **state)
{
	static const struct table tables[] = {
		{.cmdline = "systemd.mount-extra=UUID=given:/a", .is_kept = true},
		{.cmdline = "systemd.mount_extra=UUID=given:/a:ext4:rw", .is_kept = true},
		{.cmdline = "systemd.mount-extra=UUID=given:/a:ext4:rw,nofail"},
		{.cmdline = "systemd.mount-extra=\"LABEL=my data:/a\"", .is_kept = true},
		{.cmdline = "systemd.mount-extra=/dev/disk/by-path/"
			    "pci-0000\\x3a03\\x3a00.0-nvme-1-part1:/a",
			.is_kept = true},
		{.cmdline = "systemd.mount-extra=tag:/a:virtiofs"},
		{.cmdline = "rd.systemd.mount-extra=UUID=given:/a", .is_kept = true},
		{.cmdline = "rd.systemd.mount-extra=UUID=gone:/a"},
		{.cmdline = "systemd.swap-extra=UUID=given", .is_kept = true},
		{.cmdline = "systemd.swap-extra=UUID=given:pri=1", .is_kept = true},
		{.cmdline = "systemd.swap-extra=UUID=given:nofail"},
		{.fstab = OPTIONAL,
			.cmdline = "systemd.swap-extra=/srv/swap",
			.is_kept = true},
		{.fstab = OPTIONAL,
			.cmdline = "systemd.mount-extra=/srv/b:/a:none:bind",
			.is_kept = true},
	};

	(void)state;
	assert_tables(tables, COUNT_OF(tables));
}

/* The words that systemd, dracut and mkinitcpio know. */
static void the_command_line_opens_volumes(void **state)
{
	static const struct table tables[] = {
		{.cmdline = "luks.uuid=luks-GIVEN", .is_kept = true},
		{.cmdline = "rd.luks.uuid=given", .is_kept = true},
		{.cmdline = "luks.name=given=a", .is_kept = true},
		{.cmdline = "luks.data=12-ab=/dev/nvme1n1p1", .is_kept = true},
		{.cmdline = "rd.luks.data=12-ab=UUID=given", .is_kept = true},
		{.cmdline = "rd.luks.data=12-ab=UUID=gone"},
		{.cmdline = "luks.key=12-ab=/k:UUID=given", .is_kept = true},
		{.cmdline = "luks.key=/k:UUID=given", .is_kept = true},
		{.cmdline = "rd.luks.key=/k:UUID=given:UUID=other", .is_kept = true},
		{.cmdline = "rd.luks.key=/k:UUID=gone"},
		{.cmdline = "luks.options=12-ab=discard,header=/h:UUID=given",
			.is_kept = true},
		{.cmdline = "rd.luks.options=header=/dev/nvme1n1p1", .is_kept = true},
		{.cmdline = "luks.options=discard"},
		{.fstab = OPTIONAL, .cmdline = "luks.key=/srv/k", .is_kept = true},
		{.cmdline = "cryptkey=UUID=given:ext4:/k", .is_kept = true},
		{.cmdline = "cryptkey=rootfs:/k"},
		{.cmdline = "systemd.verity_root_hash=/dev/nvme1n1p1", .is_kept = true},
		{.cmdline = "systemd.verity_usr_data=UUID=given", .is_kept = true},
		{.cmdline = "boot=UUID=given", .is_kept = true},
		{.cmdline = "boot=live"},
	};

	(void)state;
	assert_tables(tables, COUNT_OF(tables));
}

static void a_root_hash_names_two_partitions(void **state)
{
	static const char first[] = "00112233445566778899aabbccddeeff";
	static const char last[] = "ffeeddccbbaa99887766554433221100";
	static const char *const words[] = {"roothash", "usrhash"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		FIXTURE(fixture);
		TREE(tree);
		char cmdline[200];
		struct table table = {.cmdline = cmdline, .is_kept = true};

		snprintf(cmdline, sizeof(cmdline), "%s=%s%s", words[i / 2],
			i % 2 ? first : last, i % 2 ? last : first);
		machine_make(&tree, &table);
		tree_link(&tree,
			"dev/disk/by-partuuid/00112233-4455-6677-8899-aabbccddeeff",
			"../../nvme1n1p1");
		assert_true(is_as_told(&table, disk_tree_judge(&tree, BIND, &fixture)));
	}
}

/* The boot waits for it: it may be on any drive. */
static void a_unit_of_a_further_fstab_may_name_what_is_not_found(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	machine_make(&tree, &(struct table){.disks = UNREAD});
	tree_file(&tree, "run/systemd/generator/a.mount",
		"[Unit]\nSourcePath=/run/credentials/@system/fstab.extra\n[Mount]\n"
		"What=UUID=gone\nWhere=/a\n");
	assert_non_null(strstr(disk_tree_judge(&tree, BIND, &fixture),
		"03:00.0 system: it may have UUID=gone on it"));
}

static void there_may_be_nothing_to_resume_from(void **state)
{
	static const struct table tables[] = {
		{.cmdline = "resume=UUID=given", .is_kept = true},
		{.cmdline = "resume=UUID=given noresume"},
		{.cmdline = "resume=UUID=given hibernate=noresume"},
		{.cmdline = "resume=none"},
		{.cmdline = "resume=0"},
		{.cmdline = "resume=UUID=given resume=none"},
		/* The initramfs has looked for it, and all that it could see is here. */
		{.cmdline = "resume=UUID=gone"},
	};

	(void)state;
	assert_tables(tables, COUNT_OF(tables));
}

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
		const struct table table = {.disks = POOLS, .is_kept = tables[i].is_kept};
		const char *judged;

		machine_make(&tree, &table);
		tree_bytes(&tree, tables[i].path, tables[i].bytes, tables[i].length);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!is_as_told(&table, judged))
			fail_msg("%zu: %s", i, judged);
	}
}

/* With the cache there, nothing else is imported, whatever the scan's unit would do. */
static void a_cache_of_pools_turns_the_scan_off(void **state)
{
	static const char cache[] = CACHE("other", "again", "");
	const struct table table = {.disks = POOLS};
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	machine_make(&tree, &table);
	tree_bytes(&tree, "etc/zfs/zpool.cache", cache, sizeof(cache) - 1);
	tree_file(&tree,
		"etc/systemd/system/zfs-import.target.wants/zfs-import-scan.service", "");
	assert_true(is_as_told(&table, disk_tree_judge(&tree, BIND, &fixture)));
}

static void shares_come_over_virtio(void **state)
{
#define MOUNTED_SHARE(place) "23 1 0:40 / " place " rw - virtiofs tag rw\n"
	static const struct {
		const char *id, *fstab, *mounts, *judged;
	} tables[] = {
		{"1af4:105a:018000", "tag /a virtiofs\n", "", "system"},
		{"1af4:1049:000200", "tag /a 9p\n", "", "system"},
		{"1af4:1009:000200", "tag /a 9p trans=virtio\n", "", "system"},
		{"1af4:1009:000200", "1.2.3.4 /a 9p trans=tcp\n", "", NULL},
		{"1af4:105a:018000", "tag /a virtiofs nofail\n", "", NULL},
		{"1af4:105a:018000", "tag /a virtiofs nofail\n/a/s none swap\n", "",
			"system"},
		{"1af4:1041:020000", "tag /a virtiofs\n", "", NULL},
		{"144d:a80a:010802", "tag /a virtiofs\n", "", NULL},
		{"1af4:105a:018000", "", MOUNTED_SHARE("/a"), "in use"},
		{"1af4:105a:018000", "", MOUNTED_SHARE("/usr"), "system"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct table table = {.fstab = tables[i].fstab};
		char mounts[400], expected[40];
		const char *judged;

		machine_make(&tree, &table);
		tree_device(&tree, "0000:04:00.0", tables[i].id);
		snprintf(mounts, sizeof(mounts), "%s%s", ROOT_MOUNTED, tables[i].mounts);
		disk_tree_now(&tree, mounts, "");
		judged = disk_tree_judge(&tree, "bind 04:00.0", &fixture);
		snprintf(expected, sizeof(expected), "04:00.0 %s%s",
			tables[i].judged ? tables[i].judged : "free",
			tables[i].judged ? ": it may be what the" : "");
		if (strncmp(judged, expected, strlen(expected)) != 0)
			fail_msg("%zu: %s", i, judged);
	}
}

/* An overlay hides its layers from nobody but by where the initramfs put them. */
static void an_overlay_is_made_of_its_layers(void **state)
{
#define OVERLAY(layers) "22 1 0:30 / / rw - overlay overlay rw," layers "\n"
#define LAYER(number, place) "30 22 " number " / " place " ro - ext4 /dev/x ro\n"
#define MEMORY "31 22 0:31 / /run rw - tmpfs tmpfs rw\n"
	static const struct {
		const char *mounts, *cmdline, *judged;
	} tables[] = {
		{OVERLAY("lowerdir=/ro,upperdir=/run/up,workdir=/run/w")
				MEMORY LAYER("8:2", "/ro"),
			"root=live:gone", "free"},
		{OVERLAY("lowerdir=/ro,upperdir=/run/up") MEMORY LAYER("8:5", "/ro"), "",
			"system: nvme1n1p1 is on it"},
		{OVERLAY("lowerdir=/run/a:/ro,upperdir=/run/up")
				MEMORY LAYER("8:5", "/ro"),
			"", "system: nvme1n1p1 is on it"},
		{OVERLAY("lowerdir+=/run/a,lowerdir+=/ro") MEMORY LAYER("8:5", "/ro"), "",
			"system: nvme1n1p1 is on it"},
		{OVERLAY("lowerdir=/run/a/b,upperdir=/rw") MEMORY LAYER("8:5", "/rw"), "",
			"system: nvme1n1p1 is on it"},
		{OVERLAY("lowerdir=/ro,upperdir=/run/up") MEMORY LAYER("8:2", "/rox"), "",
			"system: nobody can tell"},
		{OVERLAY("lowerdir=/ro:/gone,upperdir=/run/up")
				MEMORY LAYER("8:2", "/ro"),
			"", "system: nobody can tell"},
		{OVERLAY("index=off") MEMORY, "", "system: nobody can tell"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct table table = {};
		const char *judged;

		machine_make(&tree, &table);
		disk_tree_now(&tree, tables[i].mounts, tables[i].cmdline);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (strncmp(judged + strlen("03:00.0 "), tables[i].judged,
			    strlen(tables[i].judged)) != 0)
			fail_msg("%zu: %s", i, judged);
	}
}

/* To what is not mounted yet as well, which a link then leads nowhere to. */
static void paths_may_have_links_in_them(void **state)
{
	static const struct {
		const char *link, *target, *swap;
		bool is_kept;
	} tables[] = {{"var/big", "../srv/big", "/var/big/swap", true},
		{"var/big", "/srv/big", "/var/big/swap", true},
		{"swap", "srv/swap", "/swap", true}, {"srv", "mnt", "/mnt/swap", true},
		{"var/a", "/srv", "/var//./a/../srv/swap", true},
		{"var/a", "/x", "/srv/../swap", false},
		{"var/a", "a", "/var/a/swap", false}};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		struct table table = {.is_kept = tables[i].is_kept};
		char fstab[200];
		const char *judged;

		snprintf(fstab, sizeof(fstab), OPTIONAL "%s none swap sw\n",
			tables[i].swap);
		table.fstab = fstab;
		machine_make(&tree, &table);
		tree_link(&tree, tables[i].link, tables[i].target);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!is_as_told(&table, judged))
			fail_msg("%zu: %s", i, judged);
	}
}

static void initramfs_tools_may_resume(void **state)
{
	static const struct {
		const char *path, *text, *cmdline;
		bool is_kept;
	} tables[] = {
		{"etc/initramfs-tools/conf.d/resume", "RESUME=UUID=given\n", "", true},
		{"etc/initramfs-tools/conf.d/resume", "RESUME=\"UUID=given\" # x\n", "",
			true},
		{"etc/initramfs-tools/initramfs.conf", " RESUME='/dev/nvme1n1p1'\n", "",
			true},
		{"etc/initramfs-tools/conf.d/resume", "#RESUME=UUID=given\n", "", false},
		{"etc/initramfs-tools/conf.d/resume", "RESUME=UUID=gone\n", "", false},
		{"etc/initramfs-tools/conf.d/resume", "RESUME=none\n", "", false},
		{"etc/initramfs-tools/conf.d/resume", "RESUME=auto\n", "", false},
		{"etc/initramfs-tools/conf.d/resume", "RESUME=\n", "", false},
		{"etc/initramfs-tools/conf.d/resume", "RESUME=UUID=given\n", "noresume",
			false},
		{"run/systemd/generator/a.mount",
			"[Unit]\nSourcePath=/run/credentials/@system/fstab.extra\n[Mount]\n"
			"What=/dev/nvme1n1p1\nWhere=/a\nType=ext4\n",
			"", true},
		{"run/systemd/generator/a.mount",
			"[Unit]\nSourcePath=/run/credentials/@system/fstab.extra\n[Mount]\n"
			"What=/dev/nvme1n1p1\nWhere=/a\nOptions=nofail\n",
			"", false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(tables); i++) {
		FIXTURE(fixture);
		TREE(tree);
		const struct table table = {
			.cmdline = tables[i].cmdline, .is_kept = tables[i].is_kept};
		const char *judged;

		machine_make(&tree, &table);
		tree_file(&tree, tables[i].path, tables[i].text);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!is_as_told(&table, judged))
			fail_msg("%zu: %s", i, judged);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_and_headers_are_needed),
		cmocka_unit_test(what_needed_things_stand_on_is_needed),
		cmocka_unit_test(the_report_says_who_needs_it),
		cmocka_unit_test(a_weak_need_does_not_hide_a_strong_one),
		cmocka_unit_test(options_decide_what_may_be_missing),
		cmocka_unit_test(options_name_devices_and_paths),
		cmocka_unit_test(the_command_line_has_tables_too),
		cmocka_unit_test(the_command_line_opens_volumes),
		cmocka_unit_test(a_root_hash_names_two_partitions),
		cmocka_unit_test(pools_of_the_host_are_needed),
		cmocka_unit_test(a_cache_of_pools_turns_the_scan_off),
		cmocka_unit_test(shares_come_over_virtio),
		cmocka_unit_test(an_overlay_is_made_of_its_layers),
		cmocka_unit_test(paths_may_have_links_in_them),
		cmocka_unit_test(initramfs_tools_may_resume),
		cmocka_unit_test(a_unit_of_a_further_fstab_may_name_what_is_not_found),
		cmocka_unit_test(there_may_be_nothing_to_resume_from),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
