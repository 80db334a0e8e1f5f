/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loader.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/folder.h"

#define EFI_VARIABLE "sys/firmware/efi/efivars/%s-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"

/* What there is to judge by. */
struct signs {
	const struct vpb_root *root;
	char info[NAME_MAX + 1]; /* LoaderInfo: "systemd-boot 252.4" */
	char entry[NAME_MAX + 1]; /* LoaderEntrySelected: the name of a file */
	bool has_stub; /* StubInfo: the kernel came in a UKI */
	bool has_boot_image; /* BOOT_IMAGE= on the command line: GRUB and extlinux add it */
	const char *mkconfig, *menu; /* GRUB's, or NULL */
	int error; /* of a file that decides and could not be read, or 0 */
};

/* Four bytes of attributes, then UTF-16 (Documentation/filesystems/efivarfs.rst). */
static bool variable_read(
	const struct vpb_root *root, const char *name, char ret_text[NAME_MAX + 1])
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX];
	size_t length = 0;

	snprintf(path, sizeof(path), EFI_VARIABLE, name);
	ret_text[0] = '\0';
	if (vpb_root_read(root, path, &text) < 0 || !text.data)
		return false;
	for (size_t i = 4; i + 1 < text.length && length < NAME_MAX; i += 2) {
		unsigned char low = (unsigned char)text.data[i];

		if (!low && !text.data[i + 1])
			break;
		ret_text[length++] =
			(char)(text.data[i + 1] || low < 0x20 || low > 0x7e ? '?' : low);
	}
	ret_text[length] = '\0';
	return true;
}

/* What is there decides which file is changed: not to know is an error, and no answer. */
static bool is_there(struct signs *signs, const char *path)
{
	int r = vpb_root_look(signs->root, path);

	if (r < 0)
		signs->error = r;
	return r > 0;
}

static const char *first_there(
	struct signs *signs, const char *const paths[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_there(signs, paths[i]))
			return paths[i];
	return NULL;
}

#define FIRST_THERE(signs, ...) \
	first_there(signs, (const char *const[]){__VA_ARGS__}, \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void signs_read(const struct vpb_root *root, struct signs *signs)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text cmdline = {};
	char stub[NAME_MAX + 1];

	*signs = (struct signs){.root = root};
	variable_read(root, "LoaderInfo", signs->info);
	variable_read(root, "LoaderEntrySelected", signs->entry);
	signs->has_stub = variable_read(root, "StubInfo", stub);
	if (vpb_root_read(root, "proc/cmdline", &cmdline) == 0 && cmdline.data)
		signs->has_boot_image = strncmp(cmdline.data, "BOOT_IMAGE=", 11) == 0 ||
					strstr(cmdline.data, " BOOT_IMAGE=");
	signs->mkconfig =
		FIRST_THERE(signs, "usr/sbin/grub-mkconfig", "usr/bin/grub-mkconfig",
			"usr/sbin/grub2-mkconfig", "usr/bin/grub2-mkconfig");
	signs->menu = FIRST_THERE(signs, "boot/grub/grub.cfg", "boot/grub2/grub.cfg");
}

/* The same of what it says. */
static bool file_says(struct signs *signs, const char *path, const char *words)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_root_read(signs->root, path, &text);

	if (r < 0 && r != -ENOENT)
		signs->error = r;
	return r == 0 && text.data && strstr(text.data, words);
}

/* Whether its drop-in folder is read, its own program says: that is a patch of Debian's. */
static void grub_take(struct signs *signs, struct vpb_loader_found *found)
{
	if (FIRST_THERE(signs, "usr/sbin/grubby", "usr/bin/grubby"))
		found->kind = VPB_LOADER_GRUBBY;
	else if (signs->mkconfig && FIRST_THERE(signs, "usr/sbin/update-grub") &&
		 file_says(signs, signs->mkconfig, "/default/grub.d"))
		found->kind = VPB_LOADER_GRUB;
	else if (signs->mkconfig && signs->menu)
		found->kind = VPB_LOADER_GRUB_FILE;
}

static bool is_preset(const char *name)
{
	return fnmatch("*.preset", name, 0) == 0;
}

/* A line such as default_uki="/efi/EFI/Linux/arch-linux.efi" that is no comment. */
static bool preset_makes_ukis(const struct vpb_root *root, const char *name)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char path[PATH_MAX], *rest, *line;

	snprintf(path, sizeof(path), "etc/mkinitcpio.d/%s", name);
	if (vpb_root_read(root, path, &text) < 0)
		return false;
	for (rest = text.data; (line = strsep(&rest, "\n"));)
		if (fnmatch("[!#]*_uki=*", line + strspn(line, " \t"), 0) == 0)
			return true;
	return false;
}

static bool mkinitcpio_makes_ukis(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, "etc/mkinitcpio.d");

	for (int i = 0; i < folder.count; i++)
		if (is_preset(folder.entries[i]->d_name) &&
			preset_makes_ukis(root, folder.entries[i]->d_name))
			return true;
	return false;
}

/* kernel-install's names begin with this system's token (kernel-install(8), --entry-token=). */
bool vpb_loader_is_of_kernel_install(const struct vpb_root *root, const char *entry)
{
	static const char *const tokens[] = {"etc/kernel/entry-token", "etc/machine-id"};
	char token[NAME_MAX + 1];

	for (size_t i = 0; i < sizeof(tokens) / sizeof(*tokens); i++) {
		size_t length;

		if (vpb_root_read_word(root, tokens[i], token, sizeof(token)) < 0)
			continue;
		length = strlen(token);
		if (length && strncmp(entry, token, length) == 0 && entry[length] == '-')
			return true;
	}
	return false;
}

static bool has_such_entries(const struct vpb_root *root)
{
	static const char *const folders[] = {
		"boot/loader/entries", "efi/loader/entries", "boot/efi/loader/entries"};

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		VPB_CLEANUP(vpb_folder_done)
		struct vpb_folder folder = vpb_folder_read(root, folders[i]);

		for (int j = 0; j < folder.count; j++)
			if (vpb_loader_is_of_kernel_install(
				    root, folder.entries[j]->d_name))
				return true;
	}
	return false;
}

static void uki_take(struct signs *signs, struct vpb_loader_found *found)
{
	if (mkinitcpio_makes_ukis(signs->root))
		found->kind = VPB_LOADER_MKINITCPIO;
	else if (vpb_loader_is_of_kernel_install(signs->root, signs->entry) ||
		 file_says(signs, "etc/kernel/install.conf", "layout=uki"))
		found->kind = VPB_LOADER_KERNEL_INSTALL;
}

static void systemd_boot_take(struct signs *signs, struct vpb_loader_found *found)
{
	bool is_conf = fnmatch("*.conf", signs->entry, 0) == 0;

	if (is_there(signs, "etc/kernelstub/configuration")) {
		found->kind = VPB_LOADER_KERNELSTUB;
	} else if (is_there(signs, "etc/kernel/proxmox-boot-uuids")) {
		found->kind = VPB_LOADER_PROXMOX;
	} else if (signs->has_stub || fnmatch("*.efi", signs->entry, 0) == 0) {
		uki_take(signs, found);
	} else if (vpb_loader_is_of_kernel_install(signs->root, signs->entry) ||
		   (!is_conf && has_such_entries(signs->root))) {
		found->kind = VPB_LOADER_KERNEL_INSTALL;
	} else if (is_conf) {
		found->kind = VPB_LOADER_ENTRY;
		strcpy(found->entry, signs->entry);
	}
}

static void take(struct signs *signs, const char *name, struct vpb_loader_found *found)
{
	if (strcmp(name, "GRUB") == 0)
		grub_take(signs, found);
	else if (strcmp(name, "systemd-boot") == 0)
		systemd_boot_take(signs, found);
	else if (strcmp(name, "Limine") == 0)
		found->kind = VPB_LOADER_LIMINE;
	else if (strcmp(name, "rEFInd") == 0)
		found->kind = VPB_LOADER_REFIND;
	else if (strcmp(name, "u-boot") == 0)
		found->kind = VPB_LOADER_U_BOOT;
}

/* The files that each loader has; what is left of one that is no longer used is there as well. */
static void by_files(struct signs *signs, struct vpb_loader_found *found)
{
	const struct {
		const char *name, *file;
	} files[] = {
		{"GRUB", signs->menu},
		{"systemd-boot",
			FIRST_THERE(signs, "boot/loader/loader.conf",
				"efi/loader/loader.conf", "boot/efi/loader/loader.conf")},
		{"Limine",
			FIRST_THERE(signs, "boot/limine.conf", "boot/limine/limine.conf",
				"efi/limine.conf", "boot/efi/limine.conf")},
		{"rEFInd", FIRST_THERE(signs, "boot/refind_linux.conf")},
		{"u-boot", FIRST_THERE(signs, "boot/extlinux/extlinux.conf")},
	};
	const char *name = NULL;
	size_t count = 0, length = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		if (!files[i].file)
			continue;
		length += (size_t)snprintf(found->how + length,
			sizeof(found->how) - length, "%s%s (/%s)", count ? ", " : "",
			files[i].name, files[i].file);
		name = files[i].name;
		count++;
	}
	if (count == 1) {
		take(signs, name, found);
		snprintf(found->how + length, sizeof(found->how) - length,
			" is the only one that is installed");
	} else if (count) {
		snprintf(found->how + length, sizeof(found->how) - length,
			" are installed, and nothing tells which one booted this system");
	} else {
		strcpy(found->how, "no file of a boot loader was found");
	}
}

static void by_variable(struct signs *signs, struct vpb_loader_found *found)
{
	static const char *const names[] = {"GRUB", "systemd-boot", "Limine", "rEFInd"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strncasecmp(signs->info, names[i], strlen(names[i])) == 0)
			take(signs, names[i], found);
	snprintf(found->how, sizeof(found->how),
		"the EFI variable LoaderInfo says '%s'%s%s%s", signs->info,
		*signs->entry ? ", and LoaderEntrySelected '" : "", signs->entry,
		*signs->entry ? "'" : "");
}

int vpb_loader_find_booted(
	const struct vpb_root *root, struct vpb_loader_found *ret_found)
{
	struct vpb_loader_found *found = ret_found;
	struct signs signs;

	*found = (struct vpb_loader_found){};
	signs_read(root, &signs);
	if (signs.mkconfig)
		found->mkconfig = strrchr(signs.mkconfig, '/') + 1;
	found->menu = signs.menu;
	if (is_there(&signs, "run/ostree-booted")) {
		if (is_there(&signs, "usr/bin/rpm-ostree"))
			found->kind = VPB_LOADER_RPM_OSTREE;
		strcpy(found->how, "/run/ostree-booted is there");
	} else if (*signs.info) {
		by_variable(&signs, found);
	} else if (signs.has_boot_image && signs.menu) {
		grub_take(&signs, found);
		snprintf(found->how, sizeof(found->how),
			"this boot's command line has BOOT_IMAGE=, and /%s is there",
			signs.menu);
	} else if (signs.has_stub) {
		uki_take(&signs, found);
		strcpy(found->how,
			"the EFI variable StubInfo says that the kernel came in a UKI");
	} else {
		by_files(&signs, found);
	}
	return signs.error;
}
