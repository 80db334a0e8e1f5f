/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel_install.h"

#include <fnmatch.h>
#include <string.h>

#include "../../helper/sys/folder.h"
#include "change.h"
#include "signs.h"
#include "systemd_boot.h"
#include "text.h"

static bool has_made_in(const struct vpb_root *root, const char *const folders[])
{
	for (size_t i = 0; folders[i]; i++) {
		VPB_CLEANUP(vpb_folder_done)
		struct vpb_folder folder = vpb_folder_read(root, folders[i]);

		for (int j = 0; j < folder.count; j++)
			if (vpb_kernel_install_made(root, folder.entries[j]->d_name))
				return true;
	}
	return false;
}

bool vpb_kernel_install_has_entries(const struct vpb_root *root)
{
	return has_made_in(root, vpb_systemd_boot_entries);
}

static bool kernel_install_detect(struct vpb_signs *signs)
{
	if (vpb_systemd_boot_has_uki(signs))
		return vpb_kernel_install_made(signs->root, signs->entry) ||
		       vpb_signs_file_says(
			       signs, "etc/kernel/install.conf", "layout=uki");
	return signs->program == &vpb_systemd_boot &&
	       (vpb_kernel_install_made(signs->root, signs->entry) ||
		       (fnmatch("*.conf", signs->entry, 0) != 0 &&
			       vpb_kernel_install_has_entries(signs->root)));
}

/* Since systemd 255; its add-all skips what is not beside the modules. */
static bool has_add_all(const struct vpb_root *root, const struct vpb_facts *facts)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text program = {};
	char path[PATH_MAX];

	for (size_t i = 0; i < facts->kernel_count; i++)
		if (!vpb_facts_kernel_find(root, facts->kernels[i].release, path) ||
			strncmp(path, "lib/modules/", 12) != 0)
			return false;
	return facts->kernel_count &&
	       vpb_root_read(root, "usr/bin/kernel-install", &program) == 0 &&
	       memmem(program.data, program.length, "add-all", strlen("add-all"));
}

static void kernel_install_add_commands(
	const struct vpb_root *root, const struct vpb_facts *facts, struct vpb_text *text)
{
	size_t count = 0;

	if (has_add_all(root, facts)) {
		vpb_text_add(text, "kernel-install add-all");
		return;
	}
	for (size_t i = 0; i < facts->kernel_count; i++) {
		const char *release = facts->kernels[i].release;
		char path[PATH_MAX];

		if (vpb_facts_kernel_find(root, release, path))
			vpb_text_add(text, "%skernel-install add %s /%s",
				count++ ? "; " : "", release, path);
	}
	if (!count)
		vpb_text_add(text,
			"'kernel-install add VERSION /boot/vmlinuz-VERSION' for each kernel");
}

static int kernel_install_want_entry(struct vpb_loader_change *change)
{
	int r;

	if (vpb_kernel_install_has_profiles(change->root))
		return vpb_kernel_install_want_profile(change);
	r = vpb_kernel_install_want_entries(change);
	/* UKIs of others than ukify have none. */
	return r == 0 && !change->one_shot.length ? vpb_loader_refuse_entry(change) : r;
}

/* It adds entries: only where such are its own, or it is told to make images that have one. */
static bool owns_entries(const struct vpb_root *root)
{
	struct vpb_signs signs = {.root = root};

	return vpb_kernel_install_has_entries(root) ||
	       has_made_in(root, vpb_systemd_boot_ukis) ||
	       vpb_signs_file_says(&signs, "etc/kernel/install.conf", "layout=uki");
}

static int kernel_install_refresh(struct vpb_loader_change *change, const char *path)
{
	int r = 0;

	if (strncmp(path, "etc/kernel/", 11) != 0 || !owns_entries(change->root))
		return 0;
	for (size_t i = 0; r == 0 && i < change->facts->kernel_count; i++) {
		const char *release = change->facts->kernels[i].release;
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
		char kernel[PATH_MAX];

		if (!vpb_facts_kernel_find(change->root, release, kernel))
			continue;
		vpb_text_add(&line, "kernel-install add %s /%s", release, kernel);
		r = vpb_text_error(&line);
		if (r == 0)
			r = vpb_journal_want_command(change->journal, line.data);
	}
	return r < 0 ? r : 1;
}

const struct vpb_loader vpb_loader_kernel_install = {
	.name = "kernel-install",
	.summary = "/etc/kernel/cmdline, for kernel-install and systemd-boot",
	.title = "systemd-boot with kernel-install",
	.program = &vpb_systemd_boot,
	.detect = kernel_install_detect,
	.place = "put this into /etc/kernel/cmdline, then run ",
	.undo = "take the words out of that file, or remove it if it is new, then run ",
	.add_commands = kernel_install_add_commands,
	.form = {"", " ", "\n"},
	.add_text = vpb_loader_text_whole,
	.says = vpb_loader_kernel_cmdline_says,
	.want = vpb_loader_want_kernel_cmdline,
	.word_files = (const char *const[]){VPB_KERNEL_CMDLINE, NULL},
	.want_entry = kernel_install_want_entry,
	.refresh = kernel_install_refresh,
};
