/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loader.h"

#include <errno.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/core/cmdline.h"
#include "../../host/generate/loader_text.h"
#include "../../host/machine/kernel_words.h"

/* This boot's command line is taken over only where it is one for every day. */
static bool may_be_seed(const struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_request_done) struct vpb_request request = {};
	const char *word;

	if (vpb_cmdline_parse(&request, setup->facts.cmdline) < 0)
		return false;
	word = vpb_request_off_word(&request);
	if (!word && strstr(setup->facts.cmdline, "root="))
		return true;
	vpb_log(VPB_LOG_ERROR,
		"setup: there is no /" VPB_KERNEL_CMDLINE
		" yet, and this boot's command line cannot be taken over into a file: it %s%s; "
		"boot as on every day, or write the file yourself",
		word ? "has " : "has no root=", word ? word : "");
	return false;
}

static bool is_seeded_from_this_boot(const struct vpb_root *root)
{
	return !vpb_root_has(root, VPB_KERNEL_CMDLINE) &&
	       !vpb_root_has(root, "usr/lib/kernel/cmdline");
}

int vpb_setup_seed(struct vpb_setup *setup, const char *path, enum vpb_parts parts,
	struct vpb_entry **ret_entry)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_entry *entry;
	int r = vpb_transaction_entry(
		setup->change.root, &setup->change.journal, path, parts, &entry);

	if (r < 0)
		return r;
	*ret_entry = entry;
	if (entry->original.is_there || entry->original.text.length)
		return 0;
	if (is_seeded_from_this_boot(setup->change.root) && !may_be_seed(setup))
		return 1;
	r = vpb_kernel_words_read(setup->change.root, &text);
	vpb_text_add(&text, "\n");
	if (r == 0)
		r = vpb_text_error(&text);
	return r < 0 ? r : vpb_transaction_seed(entry, text.data);
}

/* A file of our own, or a line of our own behind all others: that is the same to GRUB. */
static int lines_want(struct vpb_setup *setup, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	vpb_text_add(&text, VPB_SETUP_HEAD);
	vpb_loader_add(&vpb_loader_find(vpb_setup_loader_of(setup)->form)->form,
		setup->words.data, &text);
	r = vpb_text_error(&text);
	return r < 0 ? r : vpb_setup_append(setup, path, text.data);
}

static int mkinitcpio_want(struct vpb_setup *setup, const char *path)
{
	struct vpb_entry *entry;
	int r = vpb_kernel_words_have_file(setup->change.root)
			? 0
			: vpb_setup_seed(setup, path, VPB_PARTS_LINES, &entry);

	return r != 0 ? r : lines_want(setup, path);
}

/* The first line of a file that may have more; the others stay. */
static int kernel_cmdline_want(struct vpb_setup *setup, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	VPB_CLEANUP(vpb_freep) char *line = NULL;
	struct vpb_entry *entry;
	const char *before;
	size_t length;
	int r = vpb_setup_seed(setup, path, VPB_PARTS_WORDS, &entry);

	if (r != 0)
		return r;
	before = entry->original.text.data;
	length = strcspn(before, "\n");
	line = strndup(before, length);
	if (!line)
		return -ENOMEM;
	vpb_loader_join(line, setup->words.data, &text);
	vpb_text_add(&text, "%s", before[length] ? before + length : "\n");
	r = vpb_text_error(&text);
	/* All are there already: nothing is to be added, and so nothing to be taken over. */
	if (r < 0 || (!entry->original.is_there &&
			     strcmp(text.data, entry->original.text.data) == 0))
		return r;
	return vpb_transaction_want(entry, text.data);
}

/* " --args=KEY=OTHER" where this boot has the word with another value. */
static void other_value_add(const char *cmdline, const char *word, struct vpb_text *text)
{
	size_t key = strcspn(word, "=") + 1;

	for (const char *at = cmdline; *at;) {
		size_t length = strcspn(at, " \n");

		if (length > key && strncmp(at, word, key) == 0 &&
			(length != strlen(word) || strncmp(at, word, length) != 0))
			vpb_text_add(text, " --args=%.*s", (int)length, at);
		at += length + strspn(at + length, " \n");
	}
}

/* grubby takes another value of the same word away. */
static int grubby_word_want(struct vpb_setup *setup, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text make = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text undo = {};

	vpb_text_add(&make, "grubby --update-kernel=ALL --args=%s", word);
	for (size_t i = 0; i < setup->change.journal.effect_count; i++)
		if (make.data &&
			strcmp(setup->change.journal.effects[i].make, make.data) == 0)
			vpb_text_add(&undo, "%s", setup->change.journal.effects[i].undo);
	if (!undo.length) {
		vpb_text_add(&undo, "grubby --update-kernel=ALL --remove-args=%s", word);
		other_value_add(setup->facts.cmdline, word, &undo);
	}
	if (vpb_text_error(&make) < 0 || vpb_text_error(&undo) < 0)
		return -ENOMEM;
	return vpb_journal_want_effect(&setup->change.journal, make.data, undo.data);
}

static int grubby_want(struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(setup->words.data);
	char *rest = copy, *word;
	int r = copy ? 0 : -ENOMEM;

	while (r == 0 && (word = strsep(&rest, " ")))
		r = grubby_word_want(setup, word);
	return r;
}

/* In the words of `generate cmdline`, which prints them as well. */
static int advice_give(struct vpb_setup *setup)
{
	const struct vpb_loader *loader =
		vpb_loader_find(vpb_setup_loader_of(setup)->form);
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_text *advice = &setup->advice;
	int r = vpb_loader_text_make(
		setup->change.root, loader, setup->words.data, &text);
	char *rest = text.data, *line;

	if (r < 0)
		return r;
	if (setup->loader.kind == VPB_LOADER_ENTRY)
		vpb_text_add(advice,
			"add to the line 'options' of loader/entries/%s on the EFI system "
			"partition, which nothing but its author writes:\n",
			setup->loader.entry);
	else
		vpb_text_add(advice, "%s:\n", loader->place);
	while ((line = strsep(&rest, "\n")))
		if (rest || *line)
			vpb_text_add(advice, "    %s\n", line);
	return vpb_text_error(advice);
}

int vpb_setup_cmdline(struct vpb_setup *setup, const char **ret_path)
{
	switch (setup->loader.kind) {
	case VPB_LOADER_GRUB:
		*ret_path = VPB_GRUB_FOLDER "/" VPB_GRUB_DROP_IN;
		return lines_want(setup, *ret_path);
	case VPB_LOADER_GRUB_FILE:
		*ret_path = VPB_GRUB_FILE;
		return lines_want(setup, *ret_path);
	case VPB_LOADER_KERNEL_INSTALL:
	case VPB_LOADER_PROXMOX:
		*ret_path = VPB_KERNEL_CMDLINE;
		return kernel_cmdline_want(setup, *ret_path);
	case VPB_LOADER_MKINITCPIO:
		*ret_path = VPB_CMDLINE_FOLDER "/" VPB_KERNEL_WORDS_DROP_IN;
		return mkinitcpio_want(setup, *ret_path);
	case VPB_LOADER_GRUBBY:
		return grubby_want(setup);
	default:
		return advice_give(setup);
	}
}
