/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../host/loader/booted.h"
#include "../../host/loader/change.h"
#include "tree.h"

#define MACHINE_ID "0123456789abcdef0123456789abcdef"

/* As efivarfs shows it: attributes, then UTF-16. */
static void variable(const struct tree *tree, const char *name, const char *text)
{
	char path[PATH_MAX], bytes[600] = {6};
	size_t length = 4;

	for (const char *c = text; *c; c++, length += 2)
		bytes[length] = *c;
	snprintf(path, sizeof(path),
		"sys/firmware/efi/efivars/%s-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f", name);
	tree_bytes(tree, path, bytes, length + 2);
}

static void debian_grub(const struct tree *tree)
{
	tree_file(tree, "boot/grub/grub.cfg", "");
	tree_file(tree, "usr/sbin/update-grub", "");
	tree_file(tree, "usr/sbin/grub-mkconfig",
		"for x in ${sysconfdir}/default/grub.d/*.cfg ; do\n");
}

static void assert_found(
	const struct tree *tree, const struct vpb_loader *loader, const char *how)
{
	struct vpb_loader_booted booted;

	assert_int_equal(vpb_loader_find_booted(&tree->root, &booted), 0);
	assert_ptr_equal(booted.loader, loader);
	assert_string_equal(booted.how, how);
}

static void grub_by_the_command_line(void **state)
{
	TREE(tree);

	(void)state;
	debian_grub(&tree);
	/* Left over from a trial. */
	tree_file(&tree, "boot/efi/loader/loader.conf", "");
	tree_file(&tree, "proc/cmdline", "BOOT_IMAGE=/boot/vmlinuz root=A\n");
	assert_found(&tree, &vpb_loader_grub,
		"this boot's command line has BOOT_IMAGE=, and /boot/grub/grub.cfg is there");
	tree_file(&tree, "proc/cmdline", "root=A MY_BOOT_IMAGE=x\n");
	assert_found(&tree, NULL,
		"GRUB (/boot/grub/grub.cfg), systemd-boot (/boot/efi/loader/loader.conf) are "
		"installed, and it is not known which one you use");
}

static void a_variable_tells_it_best(void **state)
{
	TREE(tree);

	(void)state;
	debian_grub(&tree);
	tree_file(&tree, "proc/cmdline", "root=A\n");
	tree_file(&tree, "etc/machine-id", MACHINE_ID "\n");
	variable(&tree, "LoaderInfo", "systemd-boot 252.39-1~deb12u1");
	variable(&tree, "LoaderEntrySelected", MACHINE_ID "-6.1.0-50-amd64.conf");
	assert_found(&tree, &vpb_loader_kernel_install,
		"the EFI variable LoaderInfo says 'systemd-boot 252.39-1~deb12u1', and "
		"LoaderEntrySelected '" MACHINE_ID "-6.1.0-50-amd64.conf'");
	variable(&tree, "LoaderInfo", "GRUB 2.12");
	variable(&tree, "LoaderEntrySelected", "");
	assert_found(
		&tree, &vpb_loader_grub, "the EFI variable LoaderInfo says 'GRUB 2.12'");
	variable(&tree, "LoaderInfo", "Limine 9.3.0");
	assert_found(&tree, &vpb_loader_limine,
		"the EFI variable LoaderInfo says 'Limine 9.3.0'");
	variable(&tree, "LoaderInfo", "rEFInd 0.14.2");
	assert_found(&tree, &vpb_loader_refind,
		"the EFI variable LoaderInfo says 'rEFInd 0.14.2'");
	variable(&tree, "LoaderInfo", "New\x01 1");
	assert_found(&tree, NULL, "the EFI variable LoaderInfo says 'New? 1'");
}

/* What a changed file needs, by the row whose file it is: one command, or none for NULL. */
static void assert_refreshed(
	const struct tree *tree, const char *path, const char *command)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	struct vpb_kernel kernels[] = {{.release = "6.1"}};
	const struct vpb_facts facts = {.kernels = kernels, .kernel_count = 1};
	struct vpb_loader_change change = {
		.root = &tree->root, .facts = &facts, .journal = &journal};
	int r = 0;

	for (size_t i = 0; r == 0 && vpb_loaders[i]; i++)
		if (vpb_loaders[i]->refresh)
			r = vpb_loaders[i]->refresh(&change, path);
	assert_int_equal(r, command != NULL);
	assert_int_equal(journal.command_count, command != NULL);
	if (command)
		assert_string_equal(journal.commands[0], command);
	vpb_loader_change_done(&change);
}

static void a_file_is_refreshed_by_its_loader(void **state)
{
	TREE(tree);

	(void)state;
	debian_grub(&tree);
	tree_file(&tree, "boot/vmlinuz-6.1", "");
	assert_refreshed(&tree, "etc/default/grub", "update-grub");
	assert_refreshed(&tree, "etc/default/grub.d/x.cfg", "update-grub");
	assert_refreshed(&tree, "etc/default/limine", "limine-update");
	assert_refreshed(&tree, "etc/limine-entry-tool.d/x.conf", "limine-update");
	assert_refreshed(&tree, "etc/sdboot-manage.conf", "sdboot-manage gen");
	assert_refreshed(&tree, "etc/default/keyboard", NULL);
	assert_refreshed(&tree, "etc/grub.d/11_vfio-prebind", "update-grub");
	assert_refreshed(&tree, "etc/cmdline.d/vfio-prebind.conf", "mkinitcpio -P");
	/* Entries of another's making are none of kernel-install's. */
	tree_file(&tree, "etc/machine-id", MACHINE_ID "\n");
	tree_file(&tree, "boot/loader/entries/mine.conf", "");
	assert_refreshed(&tree, "etc/kernel/cmdline", NULL);
	tree_file(&tree, "boot/loader/entries/" MACHINE_ID "-6.1.conf", "");
	assert_refreshed(
		&tree, "etc/kernel/cmdline", "kernel-install add 6.1 /boot/vmlinuz-6.1");
	tree_file(&tree, "etc/kernel/proxmox-boot-uuids", "ABCD-1234\n");
	assert_refreshed(&tree, "etc/kernel/cmdline", "proxmox-boot-tool refresh");
	tree_file(&tree, "usr/bin/sdbootutil", "");
	assert_refreshed(&tree, "etc/kernel/cmdline", "sdbootutil update-all-entries");
	assert_refreshed(&tree, "etc/vfio-prebind.conf.d/setup.conf", NULL);
}

/* What /etc/kernel/cmdline becomes by our words, and what is left of that by `remove`. */
static void assert_kernel_cmdline(
	const char *before, const char *after, const char *edited, const char *left)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_loader_change change = {.journal = &journal};
	TREE(tree);

	change.root = &tree.root;
	tree_file(&tree, VPB_KERNEL_CMDLINE, before);
	vpb_text_add(&change.words, "iommu=pt b=2");
	assert_int_equal(vpb_loader_kernel_install.want(&change), 0);
	assert_string_equal(journal.files[0].after.text.data, after);
	vpb_edit_take_out(VPB_PARTS_WORDS, before, after, after, &text);
	assert_string_equal(text.data, before);
	vpb_text_done(&text);
	vpb_edit_take_out(VPB_PARTS_WORDS, before, after, edited, &text);
	assert_string_equal(text.data, left);
	vpb_loader_change_done(&change);
}

static void the_line_that_counts_gets_the_words(void **state)
{
	(void)state;
	assert_kernel_cmdline("root=A ro\nmore\n", "root=A ro iommu=pt b=2\nmore\n",
		"root=A iommu=pt b=2\nmore\n", "root=A\nmore\n");
	assert_kernel_cmdline("# note b=2\n\n \t# more\nroot=A\n",
		"# note b=2\n\n \t# more\nroot=A iommu=pt b=2\n", "root=A iommu=pt\n",
		"root=A\n");
	assert_kernel_cmdline("# note\n", "# note\niommu=pt b=2\n",
		"# other\niommu=pt b=2\n", "# other\n");
	assert_kernel_cmdline("root=A d=\"x  b=2 y\" ro\n",
		"root=A d=\"x  b=2 y\" ro iommu=pt b=2\n",
		"root=A d=\"x  b=2 y\" iommu=pt b=2 ro q\n",
		"root=A d=\"x  b=2 y\" ro q\n");
}

/* Rows that are found once each, and that setup or a person can use. */
static void every_row_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; vpb_loaders[i]; i++) {
		const struct vpb_loader *loader = vpb_loaders[i];

		assert_non_null(loader->name);
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(loader->name, vpb_loaders[j]->name);
		assert_non_null(loader->form.before);
		assert_non_null(loader->form.between);
		assert_non_null(loader->form.after);
		/* Print only is of use with a place, and a form for users with a way back. */
		assert_true(loader->want || loader->place);
		if (loader->summary)
			assert_true(loader->undo || loader->undo_form.before);
		if (loader->title)
			assert_true(loader->program || loader->detect);
		if (loader->program)
			assert_non_null(loader->program->files[0]);
	}
}

static void grubs_differ(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "boot/grub/grub.cfg", "");
	tree_file(&tree, "usr/bin/grub-mkconfig", "# none\n");
	assert_found(&tree, &vpb_loader_grub_file,
		"GRUB (/boot/grub/grub.cfg) is the only one that is installed");
	assert_refreshed(
		&tree, "etc/default/grub", "grub-mkconfig -o /boot/grub/grub.cfg");
	tree_file(&tree, "usr/sbin/grubby", "");
	assert_found(&tree, &vpb_loader_grubby,
		"GRUB (/boot/grub/grub.cfg) is the only one that is installed");
}

static void what_decides_has_to_be_readable(void **state)
{
	struct vpb_loader_booted booted;
	TREE(tree);

	(void)state;
	tree_file(&tree, "boot/grub/grub.cfg", "");
	tree_file(&tree, "usr/sbin/update-grub", "");
	tree_file(&tree, "usr/sbin/grub-mkconfig/in-the-way", "");
	assert_int_equal(vpb_loader_find_booted(&tree.root, &booted), -EINVAL);
}

static void systemd_boot_has_many_masters(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "boot/loader/loader.conf", "");
	tree_file(&tree, "etc/machine-id", MACHINE_ID "\n");
	assert_found(&tree, NULL,
		"systemd-boot (/boot/loader/loader.conf) is the only one that is installed");
	tree_file(&tree, "efi/loader/entries/" MACHINE_ID "-6.1.conf", "");
	assert_found(&tree, &vpb_loader_kernel_install,
		"systemd-boot (/boot/loader/loader.conf) is the only one that is installed");
	tree_file(&tree, "etc/kernel/proxmox-boot-uuids", "ABCD-1234\n");
	assert_found(&tree, &vpb_loader_proxmox,
		"systemd-boot (/boot/loader/loader.conf) is the only one that is installed");
	tree_file(&tree, "etc/kernelstub/configuration", "{}");
	assert_found(&tree, &vpb_loader_kernelstub,
		"systemd-boot (/boot/loader/loader.conf) is the only one that is installed");
}

static void an_entry_by_hand_is_named(void **state)
{
	struct vpb_loader_booted booted;
	TREE(tree);

	(void)state;
	tree_file(&tree, "etc/machine-id", MACHINE_ID "\n");
	tree_file(&tree, "boot/loader/entries/" MACHINE_ID "-6.1.conf", "");
	variable(&tree, "LoaderInfo", "systemd-boot 258");
	variable(&tree, "LoaderEntrySelected", "arch.conf");
	assert_int_equal(vpb_loader_find_booted(&tree.root, &booted), 0);
	assert_ptr_equal(booted.loader, &vpb_loader_entry);
	assert_string_equal(booted.entry, "arch.conf");
	tree_file(&tree, "etc/kernel/entry-token", "arch\n");
	variable(&tree, "LoaderEntrySelected", "arch-6.18.conf");
	assert_int_equal(vpb_loader_find_booted(&tree.root, &booted), 0);
	assert_ptr_equal(booted.loader, &vpb_loader_kernel_install);
}

static void a_uki_is_made_by_somebody(void **state)
{
	TREE(tree);

	(void)state;
	variable(&tree, "LoaderInfo", "systemd-boot 258");
	variable(&tree, "LoaderEntrySelected", "arch-linux.efi");
	variable(&tree, "StubInfo", "systemd-stub 258");
	tree_file(&tree, "etc/mkinitcpio.d/linux.preset",
		"PRESETS=('default')\n#default_uki=\"/efi/EFI/Linux/a.efi\"\n"
		"default_image=\"/boot/initramfs-linux.img\"\n");
	assert_found(&tree, NULL,
		"the EFI variable LoaderInfo says 'systemd-boot 258', and "
		"LoaderEntrySelected 'arch-linux.efi'");
	tree_file(&tree, "etc/mkinitcpio.d/linux-lts.preset",
		"PRESETS=('default')\ndefault_uki=\"/efi/EFI/Linux/arch-linux.efi\"\n");
	assert_found(&tree, &vpb_loader_mkinitcpio,
		"the EFI variable LoaderInfo says 'systemd-boot 258', and "
		"LoaderEntrySelected 'arch-linux.efi'");
}

static void the_firmware_may_start_a_uki(void **state)
{
	TREE(tree);

	(void)state;
	variable(&tree, "StubInfo", "systemd-stub 257.1");
	assert_found(&tree, NULL,
		"the EFI variable StubInfo says that the kernel came in a UKI");
	tree_file(&tree, "etc/kernel/install.conf", "layout=uki\n");
	assert_found(&tree, &vpb_loader_kernel_install,
		"the EFI variable StubInfo says that the kernel came in a UKI");
}

static void an_image_based_system_is_its_own(void **state)
{
	TREE(tree);

	(void)state;
	debian_grub(&tree);
	tree_file(&tree, "proc/cmdline", "BOOT_IMAGE=(hd0,gpt2)/ostree/vmlinuz\n");
	tree_file(&tree, "run/ostree-booted", "");
	assert_found(&tree, NULL, "/run/ostree-booted is there");
	tree_file(&tree, "usr/bin/rpm-ostree", "");
	assert_found(&tree, &vpb_loader_rpm_ostree, "/run/ostree-booted is there");
}

static void the_only_one_is_taken(void **state)
{
	TREE(none);
	TREE(limine);
	TREE(refind);
	TREE(u_boot);

	(void)state;
	assert_found(&none, NULL, "no file of a boot loader was found");
	tree_file(&limine, "boot/limine.conf", "");
	assert_found(&limine, &vpb_loader_limine,
		"Limine (/boot/limine.conf) is the only one that is installed");
	tree_file(&refind, "boot/refind_linux.conf", "");
	assert_found(&refind, &vpb_loader_refind,
		"rEFInd (/boot/refind_linux.conf) is the only one that is installed");
	tree_file(&u_boot, "boot/extlinux/extlinux.conf", "");
	assert_found(&u_boot, &vpb_loader_u_boot,
		"u-boot (/boot/extlinux/extlinux.conf) is the only one that is installed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grub_by_the_command_line),
		cmocka_unit_test(a_variable_tells_it_best),
		cmocka_unit_test(a_file_is_refreshed_by_its_loader),
		cmocka_unit_test(the_line_that_counts_gets_the_words),
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(grubs_differ),
		cmocka_unit_test(what_decides_has_to_be_readable),
		cmocka_unit_test(systemd_boot_has_many_masters),
		cmocka_unit_test(an_entry_by_hand_is_named),
		cmocka_unit_test(a_uki_is_made_by_somebody),
		cmocka_unit_test(the_firmware_may_start_a_uki),
		cmocka_unit_test(an_image_based_system_is_its_own),
		cmocka_unit_test(the_only_one_is_taken),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
