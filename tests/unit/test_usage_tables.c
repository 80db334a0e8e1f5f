/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What fstab, crypttab, mdadm.conf and units need. */

#include <stdio.h>
#include <string.h>

#include "two_disks.h"

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
			(!is_free && !strstr(fixture.shown.data, ": carries ")))
			fail_msg("'%s': %s", lines[i].line, fixture.shown.data);
	}
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_fail_may_go),
		cmocka_unit_test(crypttab_needs_what_it_unlocks),
		cmocka_unit_test(members_of_arrays_stay),
		cmocka_unit_test(units_mount_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
