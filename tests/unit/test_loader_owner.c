/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Systems whose boot entries and images are a tool's own: which it is, and what makes them again. */

#include <stdio.h>
#include <string.h>

#include "../../host/image/places.h"
#include "../../host/image/rebuild.h"
#include "../../host/loader/booted.h"
#include "../../host/loader/owner.h"
#include "tree.h"

#define RELEASE "6.1-test"
#define ENTRIES "boot/efi/loader/entries/"

/* As efivarfs shows it: attributes, then UTF-16. */
static void loader_info(const struct tree *tree, const char *text)
{
	char bytes[600] = {6};
	size_t length = 4;

	for (const char *c = text; *c; c++, length += 2)
		bytes[length] = *c;
	tree_bytes(tree,
		"sys/firmware/efi/efivars/LoaderInfo-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f",
		bytes, length + 2);
}

static void assert_loader(const struct tree *tree, const struct vpb_loader *want)
{
	struct vpb_loader_booted booted;

	assert_int_equal(vpb_loader_find_booted(&tree->root, &booted), 0);
	assert_ptr_equal(booted.loader, want);
}

/* An entry by that name with its image, and what the image is made again by. */
static void assert_entry(
	const struct tree *tree, const char *entry, bool is_command, const char *want)
{
	struct vpb_kernel kernels[] = {{.release = RELEASE}};
	const struct vpb_facts facts = {.kernels = kernels, .kernel_count = 1};
	VPB_CLEANUP(vpb_image_places_done) struct vpb_image_places places = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX];

	snprintf(path, sizeof(path), ENTRIES "%s", entry);
	tree_file(tree, path, "version 5@" RELEASE "\ninitrd /x/initrd\n");
	tree_file(tree, "boot/efi/x/initrd", "x");
	assert_int_equal(vpb_image_places_find(&tree->root, &facts, &places), 0);
	assert_int_equal(places.count, 1);
	assert_string_equal(places.items[0].release, RELEASE);
	assert_int_equal(vpb_image_rebuild(&tree->root, &places.items[0],
				 VPB_GENERATOR_UNKNOWN, RELEASE, &text),
		is_command);
	assert_string_equal(text.data, want);
}

static void kernel_install_makes_what_is_its_own(void **state)
{
	TREE(tree);
	TREE(other);

	(void)state;
	tree_file(&tree, "etc/kernel/entry-token", "token\n");
	assert_entry(&tree, "token-5.conf", true,
		"kernel-install add " RELEASE " /boot/vmlinuz-" RELEASE);
	tree_file(&other, "etc/kernel/entry-token", "token\n");
	assert_entry(&other, "tokenless.conf", false,
		"make /boot/efi/x/initrd again with the program that made it");
}

static void dracut_makes_what_an_entry_names(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "usr/lib/dracut/dracut-functions.sh", "");
	assert_entry(
		&tree, "arch.conf", true, "dracut --force /boot/efi/x/initrd " RELEASE);
	tree_file(&tree, "usr/bin/dracut-rebuild", "");
	assert_entry(&tree, "arch.conf", true, "dracut-rebuild");
}

static void sdbootutil_owns_whatever_its_loader_is(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "usr/bin/sdbootutil", "");
	tree_file(&tree, "etc/kernel/entry-token", "suse\n");
	loader_info(&tree, "systemd-boot 258");
	assert_loader(&tree, &vpb_loader_sdbootutil);
	assert_entry(&tree, "suse-5.conf", true, "sdbootutil mkinitrd");
	loader_info(&tree, "GRUB 2.12");
	assert_loader(&tree, &vpb_loader_sdbootutil);
	tree_file(&tree, "boot/grub2/grub.cfg", "");
	tree_file(&tree, "usr/sbin/grub2-mkconfig", "");
	assert_loader(&tree, &vpb_loader_sdbootutil);
	tree_file(&tree, "etc/sysconfig/bootloader", "LOADER_TYPE=\"grub2-bls\"\n");
	assert_loader(&tree, &vpb_loader_sdbootutil);
	/* GRUB's own menu: the program alone says nothing. */
	tree_file(&tree, "etc/sysconfig/bootloader", "LOADER_TYPE=\"grub2-efi\"\n");
	assert_loader(&tree, &vpb_loader_grub_file);
	loader_info(&tree, "Limine 9");
	assert_loader(&tree, &vpb_loader_limine);
}

static void a_read_only_root_gets_its_images_in_a_snapshot(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "usr/sbin/transactional-update", "");
	tree_file(&tree, "usr/bin/sdbootutil", "");
	tree_file(&tree, "etc/kernel/entry-token", "suse\n");
	tree_file(&tree, "etc/fstab", "UUID=A / btrfs ro,noatime 0 0\n");
	loader_info(&tree, "systemd-boot 258");
	assert_entry(&tree, "suse-5.conf", false,
		"run transactional-update --continue initrd; the next boot starts the "
		"snapshot that it makes");
	tree_file(&tree, "etc/fstab", "UUID=A / btrfs rw 0 0\n");
	assert_entry(&tree, "suse-5.conf", true, "sdbootutil mkinitrd");
	/* Where nothing says how the root is mounted, the safe way. */
	tree_file(&tree, "etc/fstab", "UUID=B /boot/efi vfat ro 0 0\n");
	loader_info(&tree, "GRUB 2.12");
	tree_file(&tree, "boot/grub2/grub.cfg", "");
	tree_file(&tree, "etc/sysconfig/bootloader", "LOADER_TYPE=\"grub2\"\n");
	assert_loader(&tree, &vpb_loader_transactional);
}

static void a_tool_owns_its_entries_where_the_loader_is_unknown(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "etc/kernelstub/configuration", "{}");
	loader_info(&tree, "New 1");
	assert_loader(&tree, NULL);
	assert_ptr_equal(vpb_loader_owner(&tree.root), &vpb_loader_kernelstub);
	assert_entry(
		&tree, "Pop_OS-current.conf", true, "update-initramfs -u -k " RELEASE);
	tree_file(&tree, "etc/NIXOS", "");
	assert_loader(&tree, &vpb_loader_nixos);
	assert_ptr_equal(vpb_loader_owner(&tree.root), &vpb_loader_nixos);
	tree_file(&tree, "run/ostree-booted", "");
	assert_ptr_equal(vpb_loader_owner(&tree.root), &vpb_loader_nixos);
}

static void an_image_based_system_makes_all_its_images(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, "run/ostree-booted", "");
	assert_loader(&tree, NULL);
	assert_ptr_equal(vpb_loader_owner(&tree.root), &vpb_loader_bootc);
	tree_file(&tree, "usr/bin/bootc", "");
	assert_loader(&tree, &vpb_loader_bootc);
	tree_file(&tree, "usr/bin/rpm-ostree", "");
	assert_loader(&tree, &vpb_loader_rpm_ostree);
	assert_ptr_equal(vpb_loader_owner(&tree.root), &vpb_loader_rpm_ostree);
}

static void others_are_told_by_their_files(void **state)
{
	TREE(tree);
	TREE(zfs);

	(void)state;
	tree_file(&tree, "etc/sdboot-manage.conf", "");
	loader_info(&tree, "systemd-boot 258");
	assert_loader(&tree, &vpb_loader_sdboot_manage);
	tree_file(&zfs, "usr/bin/generate-zbm", "");
	tree_file(&zfs, "proc/cmdline", "quiet root=UUID=A\n");
	loader_info(&zfs, "rEFInd 0.14.2");
	assert_loader(&zfs, &vpb_loader_refind);
	tree_file(&zfs, "proc/cmdline", "quiet root=ZFS=rpool/ROOT/x\n");
	assert_loader(&zfs, &vpb_loader_zfsbootmenu);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernel_install_makes_what_is_its_own),
		cmocka_unit_test(dracut_makes_what_an_entry_names),
		cmocka_unit_test(sdbootutil_owns_whatever_its_loader_is),
		cmocka_unit_test(a_read_only_root_gets_its_images_in_a_snapshot),
		cmocka_unit_test(a_tool_owns_its_entries_where_the_loader_is_unknown),
		cmocka_unit_test(an_image_based_system_makes_all_its_images),
		cmocka_unit_test(others_are_told_by_their_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
