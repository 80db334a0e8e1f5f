/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What tables name besides the plain device of a line, and what stands on what. */

#include <stdio.h>
#include <string.h>

#include "needs_tree.h"

static void keys_and_headers_are_needed(void **state)
{
	static const struct needs_table tables[] = {
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
		{.crypttab = "a UUID=other /dev/nvme1n1p1:keys/k keyscript=passdev\n",
			.is_kept = true},
		{.crypttab = "a UUID=other /dev/nvme1n1p1:k:5 "
			     "luks,keyscript=/lib/cryptsetup/scripts/passdev,x\n",
			.is_kept = true},
		{.crypttab = "a UUID=other /dev/nvme0n1p2:k:5 keyscript=passdev\n"},
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
	static const struct needs_table tables[] = {
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
	static const struct needs_table table = {
		.fstab = OPTIONAL "/srv/swap none swap sw\n"};
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	needs_tree_make(&tree, &table);
	assert_string_equal(disk_tree_judge(&tree, BIND, &fixture),
		"03:00.0 system: carries nvme1n1p1, which the system needs: /etc/fstab:1 "
		"mounts it on /srv; that is needed for /srv/swap: /etc/fstab:2 swaps on it; if "
		"the host can do without it, add 'nofail' in /etc/fstab:2\n");
}

/* What is of the network may come later, but what is not does not become so by it. */
static void a_weak_need_does_not_hide_a_strong_one(void **state)
{
	static const struct needs_table table = {
		.fstab =
			"/dev/disk/by-id/gone /srv ext4 nofail\n/srv/a /mnt none bind,_netdev\n"
			"/srv/swap none swap sw\n"};
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	needs_tree_make(&tree, &table);
	assert_non_null(strstr(disk_tree_judge(&tree, BIND, &fixture),
		"may carry /dev/disk/by-id/gone, which the system needs and which was not found"));
}

static void options_decide_what_may_be_missing(void **state)
{
	static const struct needs_table tables[] = {
		/* systemd mounts these, though mount(8) reads no such line. */
		{.fstab = "UUID=given /srv\n", .is_kept = true},
		{.fstab = "UUID=given /srv ext4 defaults # games\n", .is_kept = true},
		/* A comma in quotes separates nothing. */
		{.fstab = "UUID=given /srv ext4 context=\"a,nofail,b\"\n",
			.is_kept = true},
		{.fstab = "UUID=given /srv ext4 context=\"a,b\",nofail\n"},
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
	static const struct needs_table tables[] = {
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
		struct needs_table table = {.is_kept = tables[i].is_kept};
		char fstab[200];
		const char *judged;

		snprintf(fstab, sizeof(fstab), OPTIONAL "%s none swap sw\n",
			tables[i].swap);
		table.fstab = fstab;
		needs_tree_make(&tree, &table);
		tree_link(&tree, tables[i].link, tables[i].target);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!needs_tree_is_as_told(&table, judged))
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
		cmocka_unit_test(paths_may_have_links_in_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
