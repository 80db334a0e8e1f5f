/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A second profile of the unified kernel images that kernel-install makes by ukify. */

#include "kernel_install.h"

#include <fnmatch.h>
#include <string.h>

#include "../../helper/sys/folder.h"
#include "change.h"
#include "systemd_boot.h"

#define PLUGIN "etc/kernel/install.d/65-vfio-prebind.install"
#define ID "vfio-prebind"

/* Bytes and not text: a program may be one that the kernel runs itself. */
static bool program_says(const struct vpb_root *root, const char *path, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	return vpb_root_read(root, path, &text) == 0 && text.data &&
	       memmem(text.data, text.length, word, strlen(word));
}

/*
 * ukify has profiles since systemd 257. What install.conf(5) of kernel-install leaves to another
 * generator than ukify is none of it; and a device tree would be lost.
 */
bool vpb_kernel_install_has_profiles(const struct vpb_root *root)
{
	const char *conf = "etc/kernel/install.conf";

	return vpb_root_has(root, "usr/lib/kernel/install.d/60-ukify.install") &&
	       program_says(root, "usr/bin/ukify", "--join-profile") &&
	       program_says(root, conf, "layout=uki") &&
	       (!program_says(root, conf, "uki_generator=") ||
		       program_says(root, conf, "uki_generator=ukify")) &&
	       !vpb_root_has(root, "etc/kernel/devicetree") &&
	       !vpb_root_has(root, "usr/lib/kernel/devicetree");
}

/*
 * 60-ukify.install reads uki.conf, and that has a key for one profile and none for others to be
 * joined. So its image is made once more, of the same parts. A profile's command line replaces
 * that of the image (systemd-stub(7)), and so holds all of it.
 */
static void plugin_add(const char *words, struct vpb_text *text)
{
	vpb_text_add(text,
		"#!/bin/sh\n" VPB_SETUP_HEAD
		"# The image of 60-ukify.install once more, with a second profile.\n"
		"[ \"$1\" = add ] && [ \"$KERNEL_INSTALL_LAYOUT\" = uki ] || exit 0\n"
		"[ -e \"$KERNEL_INSTALL_STAGING_AREA/uki.efi\" ] && "
		"[ -e /" VPB_KERNEL_CMDLINE " ] || exit 0\n"
		"set -e\n"
		"release=$2 kernel=$4\n"
		"shift 4\n"
		"cd \"$KERNEL_INSTALL_STAGING_AREA\"\n"
		"line=$(tr '\\n' ' ' </" VPB_KERNEL_CMDLINE ")\n"
		"if [ \"$KERNEL_INSTALL_ENTRY_TOKEN\" = \"$KERNEL_INSTALL_MACHINE_ID\" ]; "
		"then\n"
		"	case \" $line\" in\n"
		"	*' systemd.machine_id='*) ;;\n"
		"	*) line=\"$line systemd.machine_id=$KERNEL_INSTALL_MACHINE_ID\" ;;\n"
		"	esac\n"
		"fi\n"
		"for file in microcode*; do [ ! -e \"$file\" ] || set -- \"$file\" \"$@\"; "
		"done\n"
		"for file in initrd*; do [ ! -e \"$file\" ] || set -- \"$@\" \"$file\"; done\n"
		"for file; do set -- \"$@\" --initrd=\"$file\" && shift; done\n"
		"for file in /usr/lib/kernel/uki.conf /etc/kernel/uki.conf; do\n"
		"	[ ! -e \"$file\" ] || config=$file\n"
		"done\n"
		"ukify build --profile='ID=" ID "\nTITLE=PCI devices for VMs' "
		"--cmdline=\" $line %s\" \\\n"
		"	--output=profile.efi\n"
		"ukify ${config:+--config=\"$config\"} build --linux=\"$kernel\" "
		"--uname=\"$release\" \\\n"
		"	\"$@\" --cmdline=\" $line\" --join-profile=profile.efi "
		"--output=both.efi\n"
		"mv both.efi uki.efi\n",
		words);
}

/*
 * What the boot loader knows an image by has no counter of tries ("+3", "+2-1"); another "+" belongs to
 * the kernel's release (systemd's src/boot/boot.c, boot_entry_parse_tries()).
 */
static int stem_bytes(const char *name)
{
	static const char digits[] = "0123456789";
	const char *end = name + strlen(name) - strlen(".efi");
	const char *plus = memrchr(name, '+', (size_t)(end - name));
	const char *at = plus ? plus + 1 : end;
	bool is_counter = plus && strspn(at, digits);

	at += strspn(at, digits);
	if (*at == '-' && strspn(at + 1, digits))
		at += 1 + strspn(at + 1, digits);
	return (int)((is_counter && at == end ? plus : end) - name);
}

static void one_shot_add(struct vpb_loader_change *change, const char *name)
{
	vpb_text_done(&change->one_shot);
	vpb_text_add(&change->one_shot, "bootctl set-oneshot %.*s.efi@" ID,
		stem_bytes(name), name);
}

static void one_shot_find(struct vpb_loader_change *change)
{
	for (size_t i = 0; vpb_systemd_boot_ukis[i]; i++) {
		VPB_CLEANUP(vpb_folder_done)
		struct vpb_folder folder =
			vpb_folder_read(change->root, vpb_systemd_boot_ukis[i]);

		for (int j = 0; j < folder.count; j++) {
			const char *name = folder.entries[j]->d_name;

			if (fnmatch("*.efi", name, 0) == 0 &&
				vpb_kernel_install_made(change->root, name) &&
				(!change->one_shot.length ||
					vpb_loader_is_of_running_kernel(change, name)))
				one_shot_add(change, name);
		}
	}
}

int vpb_kernel_install_want_profile(struct vpb_loader_change *change)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_journal_file *file;
	int r;

	/* No image is made of this boot's command line, which may be the second profile's. */
	r = vpb_loader_seed(change, VPB_KERNEL_CMDLINE, VPB_PARTS_WORDS, &file);
	if (r == 0)
		r = vpb_transaction_want(file, file->original.text.data);
	if (r != 0)
		return r;
	change->path = PLUGIN;
	r = vpb_transaction_file(
		change->root, change->journal, PLUGIN, VPB_PARTS_PROGRAM, &file);
	if (r < 0)
		return r;
	plugin_add(change->words.data, &text);
	one_shot_find(change);
	r = vpb_text_error(&text);
	return r < 0 ? r : vpb_transaction_want(file, text.data);
}
