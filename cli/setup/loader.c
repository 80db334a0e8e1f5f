/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <fnmatch.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/sys/folder.h"
#include "../../host/generate/generate.h"
#include "../../host/machine/kernel_words.h"
#include "../command.h"
#include "loader.h"

/* On a line that is no comment, with nothing of a longer word around it. */
static bool text_says(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; (at = strstr(at, word)); at++) {
		const char *line = at;

		while (line > text && line[-1] != '\n')
			line--;
		if (line[strspn(line, " \t")] != '#' &&
			(at == text || strchr(" \t\n\"'", at[-1])) &&
			(!at[length] || strchr(" \t\n\"'", at[length])))
			return true;
	}
	return false;
}

static bool file_says(const struct vpb_root *root, const char *path, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	return vpb_root_read(root, path, &text) == 0 && text.data &&
	       text_says(text.data, word);
}

/* Whether a file of somebody else's says it already. */
static bool folder_says(const struct vpb_root *root, const char *folder_path,
	const char *pattern, const char *ours, const char *word)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, folder_path);

	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		char path[PATH_MAX];

		snprintf(path, sizeof(path), "%s/%s", folder_path, name);
		if (strcmp(name, ours) != 0 && fnmatch(pattern, name, 0) == 0 &&
			file_says(root, path, word))
			return true;
	}
	return false;
}

/* What the file held before us; of one that the journal does not know, what it holds. */
static bool file_said(const struct vpb_setup *setup, const char *path, const char *word)
{
	const struct vpb_journal *journal = &setup->change.journal;

	for (size_t i = 0; i < journal->entry_count; i++)
		if (strcmp(journal->entries[i].path, path) == 0)
			return text_says(journal->entries[i].original.text.data, word);
	return file_says(setup->change.root, path, word);
}

static bool is_our_effect(const struct vpb_journal *journal, const char *word)
{
	for (size_t i = 0; i < journal->effect_count; i++) {
		const char *args = strstr(journal->effects[i].make, "--args=");

		if (args && strcmp(args + 7, word) == 0)
			return true;
	}
	return false;
}

static bool is_said(const struct vpb_setup *setup, const char *word)
{
	const struct vpb_root *root = setup->change.root;

	switch (setup->loader.kind) {
	case VPB_LOADER_GRUB:
	case VPB_LOADER_GRUB_FILE:
		return file_said(setup, VPB_GRUB_FILE, word) ||
		       folder_says(
			       root, VPB_GRUB_FOLDER, "*.cfg", VPB_GRUB_DROP_IN, word);
	case VPB_LOADER_MKINITCPIO:
		return file_said(setup, VPB_KERNEL_CMDLINE, word) ||
		       folder_says(root, VPB_CMDLINE_FOLDER, "*.conf",
			       VPB_KERNEL_WORDS_DROP_IN, word);
	case VPB_LOADER_KERNEL_INSTALL:
	case VPB_LOADER_PROXMOX:
		return file_said(setup, VPB_KERNEL_CMDLINE, word);
	default:
		return text_says(setup->facts.cmdline, word) &&
		       !is_our_effect(&setup->change.journal, word);
	}
}

/* The words that this machine needs, without those that somebody else gives it. */
static int words_read(struct vpb_setup *setup)
{
	const struct vpb_generate generate = {.root = setup->change.root,
		.facts = &setup->facts,
		.run = &setup->run,
		.loader = vpb_loader_find("plain")};
	VPB_CLEANUP(vpb_output_done) struct vpb_output output = {};
	int r = vpb_generate_cmdline(&generate, &output);
	char *rest, *word;

	if (r < 0)
		return r;
	vpb_text_add(&setup->words, "%s", "");
	for (rest = output.file.data; (word = strsep(&rest, " \n"));)
		if (*word && !is_said(setup, word))
			vpb_text_add(&setup->words, "%s%s",
				setup->words.length ? " " : "", word);
	if (setup->is_entry)
		vpb_text_add(&setup->words, "%s%s", setup->words.length ? " " : "",
			setup->bind.data);
	return vpb_text_error(&setup->words);
}

/* A word that nobody has tried on this machine may keep it from booting. */
static void try_suggest(const struct vpb_setup *setup)
{
	if (setup->is_entry || !vpb_generate_turns_iommu_on(&setup->facts) ||
		!strstr(setup->words.data, "intel_iommu=on"))
		return;
	printf("note: intel_iommu=on is new on this machine. 'vfio-prebind setup --try' makes "
	       "a second boot\n      entry, and starts it once.\n");
}

int vpb_setup_loader(struct vpb_setup *setup)
{
	const char *path = NULL;
	int r;

	r = vpb_loader_find_booted(setup->change.root, &setup->loader);
	if (r == 0)
		r = words_read(setup);
	if (r < 0)
		return vpb_change_fail(&setup->change, NULL, r);
	if (!setup->words.length) {
		printf("The kernel command line needs nothing.\n");
		return -1;
	}
	printf("%s needs: %s\n",
		setup->is_entry ? "The second entry" : "The kernel command line",
		setup->words.data);
	if (setup->loader.kind == VPB_LOADER_UNKNOWN) {
		vpb_log(VPB_LOG_ERROR,
			"setup: %s, so nobody can tell where these words belong; add them "
			"to the kernel command line by hand and boot again, then setup does "
			"the rest; nothing was changed",
			setup->loader.how);
		return VPB_EXIT_FAILED;
	}
	printf("The boot loader is %s: %s.\n", vpb_setup_loader_of(setup)->title,
		setup->loader.how);
	r = setup->is_entry ? vpb_setup_entry(setup, &path)
			    : vpb_setup_cmdline(setup, &path);
	if (r > 0) /* it was said why */
		return VPB_EXIT_FAILED;
	if (r < 0)
		return vpb_change_fail(&setup->change, path, r);
	try_suggest(setup);
	return -1;
}
