/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loaders.h"

#include <string.h>

const struct vpb_loader vpb_loaders[] = {
	{.name = "plain",
		.summary = "the words alone",
		.place = "add these words to the kernel command line",
		.undo = "take them out again",
		.form = {"", " ", "\n"}},
	{.name = "grub",
		.summary = "a drop-in for GRUB, as Debian and Ubuntu have it",
		.place =
			"put this into /etc/default/grub.d/zz-vfio-prebind.cfg, then run "
			"update-grub",
		.undo = "remove that file, then run update-grub",
		.takes_comments = true,
		/* The recovery entry has not got what only _DEFAULT has: a way back. */
		.form = {"GRUB_CMDLINE_LINUX_DEFAULT=\"$GRUB_CMDLINE_LINUX_DEFAULT ", " ",
			"\"\n"}},
	{.name = "grubby",
		.summary = "a command for grubby, as Fedora has it",
		.place = "run this as root",
		.takes_comments = true,
		.form = {"grubby --update-kernel=ALL --args=\"", " ", "\"\n"},
		.undo_form = {"grubby --update-kernel=ALL --remove-args=\"", " ", "\""}},
	{.name = "kernel-install",
		.summary = "/etc/kernel/cmdline, for kernel-install and systemd-boot",
		.place = "put this into /etc/kernel/cmdline, then run ",
		.undo = "take the words out of that file, or remove it if it is new, then run ",
		.runs_kernel_install = true,
		.base = VPB_BASE_ALWAYS,
		.form = {"", " ", "\n"}},
	{.name = "kernelstub",
		.summary = "a command for kernelstub, as Pop!_OS has it",
		.place = "run this as root",
		.takes_comments = true,
		.form = {"kernelstub --add-options \"", " ", "\"\n"},
		.undo_form = {"kernelstub --delete-options \"", " ", "\""}},
	{.name = "limine",
		.summary = "a drop-in for limine-entry-tool",
		.place =
			"put this into /etc/limine-entry-tool.d/vfio-prebind.conf, then run "
			"limine-update",
		.undo = "remove that file, then run limine-update",
		.takes_comments = true,
		.form = {"KERNEL_CMDLINE[default]+=\" ", " ", "\"\n"}},
	{.name = "mkinitcpio",
		.summary = "a drop-in for the unified kernel images of mkinitcpio",
		.place = "put this into /etc/cmdline.d/vfio-prebind.conf, then run "
			 "mkinitcpio -P",
		.undo = "remove that file, then run mkinitcpio -P",
		.takes_comments = true,
		.base = VPB_BASE_IF_FIRST,
		.form = {"", " ", "\n"}},
	{.name = "proxmox",
		.summary = "/etc/kernel/cmdline, for proxmox-boot-tool",
		.place = "put this into /etc/kernel/cmdline, then run proxmox-boot-tool "
			 "refresh",
		.undo = "take the words out of that file, then run proxmox-boot-tool refresh",
		.base = VPB_BASE_ALWAYS,
		.form = {"", " ", "\n"}},
	{.name = "refind",
		.summary = "/boot/refind_linux.conf, for rEFInd",
		.place =
			"put this into /boot/refind_linux.conf, in place of what is there",
		.undo = "take the words out of that file",
		.base = VPB_BASE_REFIND,
		.form = {"\"Boot with standard options\"  \"", " ", "\"\n"}},
	{.name = "rpm-ostree",
		.summary = "a command for rpm-ostree, as Silverblue and Bazzite have it",
		.place = "run this as root",
		.takes_comments = true,
		.form = {"rpm-ostree kargs --append-if-missing=", " --append-if-missing=",
			"\n"},
		.undo_form = {"rpm-ostree kargs --delete-if-present=",
			" --delete-if-present=", ""}},
	{.name = "u-boot",
		.summary = "a drop-in for u-boot-update, as Debian and Ubuntu have it",
		.place =
			"put this into /etc/u-boot-menu/conf.d/zz-vfio-prebind.conf, then run "
			"u-boot-update (without that program: add the words to each 'append' "
			"line of /boot/extlinux/extlinux.conf)",
		.undo = "remove that file, then run u-boot-update",
		.takes_comments = true,
		/* Where nobody sets it, u-boot-update falls back on the same two by itself. */
		.form = {"U_BOOT_PARAMETERS=\"${U_BOOT_PARAMETERS:-$(cat "
			 "/etc/kernel/cmdline 2>/dev/null || echo ro quiet)} ",
			" ", "\"\n"}},
};

const size_t vpb_loader_count = sizeof(vpb_loaders) / sizeof(*vpb_loaders);

const struct vpb_loader *vpb_loader_find(const char *name)
{
	for (size_t i = 0; i < vpb_loader_count; i++)
		if (strcmp(vpb_loaders[i].name, name) == 0)
			return &vpb_loaders[i];
	return NULL;
}

void vpb_loader_add(
	const struct vpb_loader_form *form, const char *words, struct vpb_text *text)
{
	if (!*words)
		return;
	vpb_text_add(text, "%s", form->before);
	for (const char *word = words; *word;) {
		size_t length = strcspn(word, " ");

		vpb_text_add(text, "%s%.*s", word == words ? "" : form->between,
			(int)length, word);
		word += length + strspn(word + length, " ");
	}
	vpb_text_add(text, "%s", form->after);
}

static bool is_ids(const char *word)
{
	return strncmp(word, "vfio-pci.ids=", 13) == 0 ||
	       strncmp(word, "vfio_pci.ids=", 13) == 0;
}

static bool has_word(const char *words, const char *word, size_t length)
{
	for (const char *at = words; *at;) {
		size_t end = strcspn(at, " ");

		if (end == length && strncmp(at, word, length) == 0)
			return true;
		at += end + strspn(at + end, " ");
	}
	return false;
}

/* Adds the words but those of `others`. */
static void words_add(
	const char *words, bool without_ids, const char *others, struct vpb_text *text)
{
	for (const char *word = words; *word;) {
		size_t length = strcspn(word, " ");

		if (!(without_ids && is_ids(word)) && !has_word(others, word, length))
			vpb_text_add(text, "%s%.*s", text->length ? " " : "", (int)length,
				word);
		word += length + strspn(word + length, " ");
	}
}

static bool have_ids(const char *words)
{
	for (; *words; words += strcspn(words, " "), words += strspn(words, " "))
		if (is_ids(words))
			return true;
	return false;
}

void vpb_loader_join(const char *base, const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text kept = {};

	words_add(base, have_ids(words), "", &kept);
	vpb_text_add(text, "%s", kept.data ? kept.data : "");
	words_add(words, false, kept.data ? kept.data : "", text);
}
