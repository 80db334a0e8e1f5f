/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../host/machine/loader.h"
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
	const struct tree *tree, enum vpb_loader_kind kind, const char *how)
{
	struct vpb_loader_found found;

	assert_int_equal(vpb_loader_find_booted(&tree->root, &found), 0);
	assert_int_equal(found.kind, kind);
	assert_string_equal(found.how, how);
}

static void grub_by_the_command_line(void **state)
{
	TREE(tree);

	(void)state;
	debian_grub(&tree);
	/* Left over from a trial. */
	tree_file(&tree, "boot/efi/loader/loader.conf", "");
	tree_file(&tree, "proc/cmdline", "BOOT_IMAGE=/boot/vmlinuz root=A\n");
	assert_found(&tree, VPB_LOADER_GRUB,
		"this boot's command line has BOOT_IMAGE=, and /boot/grub/grub.cfg is there");
	tree_file(&tree, "proc/cmdline", "root=A MY_BOOT_IMAGE=x\n");
	assert_found(&tree, VPB_LOADER_UNKNOWN,
		"GRUB (/boot/grub/grub.cfg), systemd-boot (/boot/efi/loader/loader.conf) are "
		"installed, and nothing tells which one booted this system");
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
	assert_found(&tree, VPB_LOADER_KERNEL_INSTALL,
		"the EFI variable LoaderInfo says 'systemd-boot 252.39-1~deb12u1', and "
		"LoaderEntrySelected '" MACHINE_ID "-6.1.0-50-amd64.conf'");
	variable(&tree, "LoaderInfo", "GRUB 2.12");
	variable(&tree, "LoaderEntrySelected", "");
	assert_found(
		&tree, VPB_LOADER_GRUB, "the EFI variable LoaderInfo says 'GRUB 2.12'");
	variable(&tree, "LoaderInfo", "Limine 9.3.0");
	assert_found(&tree, VPB_LOADER_LIMINE,
		"the EFI variable LoaderInfo says 'Limine 9.3.0'");
	variable(&tree, "LoaderInfo", "rEFInd 0.14.2");
	assert_found(&tree, VPB_LOADER_REFIND,
		"the EFI variable LoaderInfo says 'rEFInd 0.14.2'");
	variable(&tree, "LoaderInfo", "New\x01 1");
	assert_found(
		&tree, VPB_LOADER_UNKNOWN, "the EFI variable LoaderInfo says 'New? 1'");
}

static void grubs_differ(void **state)
{
	struct vpb_loader_found found;
	TREE(tree);

	(void)state;
	tree_file(&tree, "boot/grub/grub.cfg", "");
	tree_file(&tree, "usr/bin/grub-mkconfig", "# none\n");
	assert_found(&tree, VPB_LOADER_GRUB_FILE,
		"GRUB (/boot/grub/grub.cfg) is the only one that is installed");
	assert_int_equal(vpb_loader_find_booted(&tree.root, &found), 0);
	assert_string_equal(found.mkconfig, "grub-mkconfig");
	assert_string_equal(found.menu, "boot/grub/grub.cfg");
	tree_file(&tree, "usr/sbin/grubby", "");
	assert_found(&tree, VPB_LOADER_GRUBBY,
		"GRUB (/boot/grub/grub.cfg) is the only one that is installed");
}

static void what_decides_has_to_be_readable(void **state)
{
	struct vpb_loader_found found;
	TREE(tree);

	(void)state;
	tree_file(&tree, "boot/grub/grub.cfg", "");
	tree_file(&tree, "usr/sbin/update-grub", "");
	tree_file(&tree, "usr/sbin/grub-mkconfig/in-the-way", "");
	assert_int_equal(vpb_loader_find_booted(&tree.root, &found), -EINVAL);
}

static void systemd_boot_has_many_masters(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "boot/loader/loader.conf", "");
	tree_file(&tree, "etc/machine-id", MACHINE_ID "\n");
	assert_found(&tree, VPB_LOADER_UNKNOWN,
		"systemd-boot (/boot/loader/loader.conf) is the only one that is installed");
	tree_file(&tree, "efi/loader/entries/" MACHINE_ID "-6.1.conf", "");
	assert_found(&tree, VPB_LOADER_KERNEL_INSTALL,
		"systemd-boot (/boot/loader/loader.conf) is the only one that is installed");
	tree_file(&tree, "etc/kernel/proxmox-boot-uuids", "ABCD-1234\n");
	assert_found(&tree, VPB_LOADER_PROXMOX,
		"systemd-boot (/boot/loader/loader.conf) is the only one that is installed");
	tree_file(&tree, "etc/kernelstub/configuration", "{}");
	assert_found(&tree, VPB_LOADER_KERNELSTUB,
		"systemd-boot (/boot/loader/loader.conf) is the only one that is installed");
}

static void an_entry_by_hand_is_named(void **state)
{
	struct vpb_loader_found found;
	TREE(tree);

	(void)state;
	tree_file(&tree, "etc/machine-id", MACHINE_ID "\n");
	tree_file(&tree, "boot/loader/entries/" MACHINE_ID "-6.1.conf", "");
	variable(&tree, "LoaderInfo", "systemd-boot 258");
	variable(&tree, "LoaderEntrySelected", "arch.conf");
	assert_int_equal(vpb_loader_find_booted(&tree.root, &found), 0);
	assert_int_equal(found.kind, VPB_LOADER_ENTRY);
	assert_string_equal(found.entry, "arch.conf");
	tree_file(&tree, "etc/kernel/entry-token", "arch\n");
	variable(&tree, "LoaderEntrySelected", "arch-6.18.conf");
	assert_int_equal(vpb_loader_find_booted(&tree.root, &found), 0);
	assert_int_equal(found.kind, VPB_LOADER_KERNEL_INSTALL);
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
	assert_found(&tree, VPB_LOADER_UNKNOWN,
		"the EFI variable LoaderInfo says 'systemd-boot 258', and "
		"LoaderEntrySelected 'arch-linux.efi'");
	tree_file(&tree, "etc/mkinitcpio.d/linux-lts.preset",
		"PRESETS=('default')\ndefault_uki=\"/efi/EFI/Linux/arch-linux.efi\"\n");
	assert_found(&tree, VPB_LOADER_MKINITCPIO,
		"the EFI variable LoaderInfo says 'systemd-boot 258', and "
		"LoaderEntrySelected 'arch-linux.efi'");
}

static void the_firmware_may_start_a_uki(void **state)
{
	TREE(tree);

	(void)state;
	variable(&tree, "StubInfo", "systemd-stub 257.1");
	assert_found(&tree, VPB_LOADER_UNKNOWN,
		"the EFI variable StubInfo says that the kernel came in a UKI");
	tree_file(&tree, "etc/kernel/install.conf", "layout=uki\n");
	assert_found(&tree, VPB_LOADER_KERNEL_INSTALL,
		"the EFI variable StubInfo says that the kernel came in a UKI");
}

static void an_image_based_system_is_its_own(void **state)
{
	TREE(tree);

	(void)state;
	debian_grub(&tree);
	tree_file(&tree, "proc/cmdline", "BOOT_IMAGE=(hd0,gpt2)/ostree/vmlinuz\n");
	tree_file(&tree, "run/ostree-booted", "");
	assert_found(&tree, VPB_LOADER_UNKNOWN, "/run/ostree-booted is there");
	tree_file(&tree, "usr/bin/rpm-ostree", "");
	assert_found(&tree, VPB_LOADER_RPM_OSTREE, "/run/ostree-booted is there");
}

static void the_only_one_is_taken(void **state)
{
	TREE(none);
	TREE(limine);
	TREE(refind);
	TREE(u_boot);

	(void)state;
	assert_found(&none, VPB_LOADER_UNKNOWN, "no file of a boot loader was found");
	tree_file(&limine, "boot/limine.conf", "");
	assert_found(&limine, VPB_LOADER_LIMINE,
		"Limine (/boot/limine.conf) is the only one that is installed");
	tree_file(&refind, "boot/refind_linux.conf", "");
	assert_found(&refind, VPB_LOADER_REFIND,
		"rEFInd (/boot/refind_linux.conf) is the only one that is installed");
	tree_file(&u_boot, "boot/extlinux/extlinux.conf", "");
	assert_found(&u_boot, VPB_LOADER_U_BOOT,
		"u-boot (/boot/extlinux/extlinux.conf) is the only one that is installed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grub_by_the_command_line),
		cmocka_unit_test(a_variable_tells_it_best),
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
