/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the kernel command line names, and what stands in for it. */

#include <stdio.h>
#include <string.h>

#include "needs_tree.h"

static void the_command_line_has_tables_too(void **state)
{
	static const struct needs_table tables[] = {
		{.cmdline = "systemd.mount-extra=UUID=given:/a", .is_kept = true},
		{.cmdline = "systemd.mount_extra=UUID=given:/a:ext4:rw", .is_kept = true},
		{.cmdline = "systemd.mount-extra=UUID=given:/a:ext4:rw,nofail"},
		{.cmdline = "systemd.mount-extra=\"LABEL=my data:/a\"", .is_kept = true},
		{.cmdline = "systemd.mount-extra=/dev/disk/by-path/"
			    "pci-0000\\x3a03\\x3a00.0-nvme-1-part1:/a",
			.is_kept = true},
		{.cmdline = "systemd.mount-extra=tag:/a:virtiofs"},
		/* Half an escape at the end of a field is no escape. */
		{.cmdline = "systemd.swap-extra=\\x4"},
		{.cmdline = "systemd.swap-extra=\\x"},
		{.cmdline = "systemd.mount-extra=\\x:/a"},
		{.cmdline = "systemd.swap-extra=UUID=g\\x69\\x76en", .is_kept = true},
		{.cmdline = "systemd.swap-extra=UUID=given\\x00x"},
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
	static const struct needs_table tables[] = {
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
		struct needs_table table = {.cmdline = cmdline, .is_kept = true};

		snprintf(cmdline, sizeof(cmdline), "%s=%s%s", words[i / 2],
			i % 2 ? first : last, i % 2 ? last : first);
		needs_tree_make(&tree, &table);
		tree_link(&tree,
			"dev/disk/by-partuuid/00112233-4455-6677-8899-aabbccddeeff",
			"../../nvme1n1p1");
		assert_true(needs_tree_is_as_told(
			&table, disk_tree_judge(&tree, BIND, &fixture)));
	}
}

static void there_may_be_nothing_to_resume_from(void **state)
{
	static const struct needs_table tables[] = {
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
		const struct needs_table table = {
			.cmdline = tables[i].cmdline, .is_kept = tables[i].is_kept};
		const char *judged;

		needs_tree_make(&tree, &table);
		tree_file(&tree, tables[i].path, tables[i].text);
		judged = disk_tree_judge(&tree, BIND, &fixture);
		if (!needs_tree_is_as_told(&table, judged))
			fail_msg("%zu: %s", i, judged);
	}
}

/* The boot waits for it: it may be on any drive. */
static void a_unit_of_a_further_fstab_may_name_what_is_not_found(void **state)
{
	FIXTURE(fixture);
	TREE(tree);

	(void)state;
	needs_tree_make(&tree, &(struct needs_table){.disks = UNREAD});
	tree_file(&tree, "run/systemd/generator/a.mount",
		"[Unit]\nSourcePath=/run/credentials/@system/fstab.extra\n[Mount]\n"
		"What=UUID=gone\nWhere=/a\n");
	assert_non_null(strstr(disk_tree_judge(&tree, BIND, &fixture),
		"03:00.0 system: may carry UUID=gone"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_command_line_has_tables_too),
		cmocka_unit_test(the_command_line_opens_volumes),
		cmocka_unit_test(a_root_hash_names_two_partitions),
		cmocka_unit_test(there_may_be_nothing_to_resume_from),
		cmocka_unit_test(initramfs_tools_may_resume),
		cmocka_unit_test(a_unit_of_a_further_fstab_may_name_what_is_not_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
