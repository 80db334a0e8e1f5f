/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <errno.h>
#include <string.h>

#include "../../helper/core/cmdline.h"
#include "../../helper/core/kernel_line.h"
#include "../machine/kernel_words.h"
#include "text.h"

void vpb_loader_change_done(struct vpb_loader_change *change)
{
	vpb_text_done(&change->words);
	vpb_text_done(&change->one_shot);
	vpb_text_done(&change->advice);
	vpb_text_done(&change->refusal);
}

/* This boot's command line is taken over only where it is that of a normal boot. */
static bool may_be_seed(struct vpb_loader_change *change)
{
	VPB_CLEANUP(vpb_request_done) struct vpb_request request = {};
	const char *word;

	if (vpb_cmdline_parse(&request, change->facts->cmdline) < 0)
		return false;
	word = vpb_request_off_word(&request);
	if (!word && vpb_kernel_line_find(change->facts->cmdline, "root"))
		return true;
	vpb_text_add(&change->refusal,
		"/" VPB_KERNEL_CMDLINE
		" is missing, and this boot's command line cannot be copied into it: it %s%s; "
		"boot normally, or write the file yourself",
		word ? "has " : "has no root=", word ? word : "");
	return false;
}

int vpb_loader_look_at_boot(struct vpb_loader_change *change)
{
	return vpb_root_has(change->root, VPB_KERNEL_CMDLINE) ||
			       vpb_root_has(change->root, "usr/lib/kernel/cmdline") ||
			       may_be_seed(change)
		       ? 0
		       : 1;
}

int vpb_loader_seed(struct vpb_loader_change *change, const char *path,
	enum vpb_parts parts, struct vpb_journal_file **ret_file)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_journal_file *file;
	int r;

	change->path = path;
	r = vpb_transaction_file(change->root, change->journal, path, parts, &file);
	if (r < 0)
		return r;
	*ret_file = file;
	if (file->original.is_there || file->original.text.length)
		return 0;
	r = vpb_loader_look_at_boot(change);
	if (r == 0)
		r = vpb_kernel_words_read(change->root, &text);
	if (r != 0)
		return r;
	vpb_text_add(&text, "\n");
	r = vpb_text_error(&text);
	return r < 0 ? r : vpb_transaction_seed(file, text.data);
}

int vpb_loader_want_lines(struct vpb_loader_change *change, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	change->path = path;
	vpb_text_add(&text, VPB_SETUP_HEAD);
	vpb_loader_form_add(&change->booted.loader->form, change->words.data, &text);
	r = vpb_text_error(&text);
	return r < 0 ? r
		     : vpb_transaction_append(
			       change->root, change->journal, path, text.data);
}

/*
 * The line that the words go to: the first that is neither a comment nor empty. Where there is none,
 * the end of the file.
 */
static const char *line_find(const char *text)
{
	while (*text) {
		const char *first = text + strspn(text, " \t");

		if (*first != '#' && *first != '\n' && *first)
			return text;
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return text;
}

/* `before` with the words in that line. */
static int line_join(const char *before, const char *words, struct vpb_text *text)
{
	const char *line = line_find(before);
	size_t length = strcspn(line, "\n");
	VPB_CLEANUP(vpb_freep) char *base = strndup(line, length);
	VPB_CLEANUP(vpb_text_done) struct vpb_text joined = {};

	if (!base)
		return -ENOMEM;
	vpb_loader_words_join(base, words, &joined);
	vpb_text_add_bytes(text, before, (size_t)(line - before));
	if (text->length && text->data[text->length - 1] != '\n')
		vpb_text_add(text, "\n");
	vpb_text_add(text, "%s%s", joined.data ? joined.data : "",
		line[length] ? line + length : "\n");
	text->failed |= joined.failed;
	return vpb_text_error(text);
}

int vpb_loader_want_kernel_cmdline(struct vpb_loader_change *change)
{
	return vpb_loader_want_words(change, VPB_KERNEL_CMDLINE);
}

int vpb_loader_want_words(struct vpb_loader_change *change, const char *path)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_journal_file *file;
	int r = vpb_loader_seed(change, path, VPB_PARTS_WORDS, &file);

	if (r != 0)
		return r;
	r = line_join(file->original.text.data, change->words.data, &text);
	/* All are there already: nothing is to be added, and so nothing to be taken over. */
	if (r < 0 || (!file->original.is_there &&
			     strcmp(text.data, file->original.text.data) == 0))
		return r;
	return vpb_transaction_want(file, text.data);
}

/* In the words of `generate cmdline`, which prints them as well. */
int vpb_loader_advise(struct vpb_loader_change *change, const char *place)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_text *advice = &change->advice;
	int r = vpb_loader_text_make(
		change->root, change->booted.loader, change->words.data, &text);
	char *rest = text.data, *line;

	if (r < 0)
		return r;
	vpb_text_add(advice, "%s:\n", place);
	while ((line = strsep(&rest, "\n")))
		if (rest || *line)
			vpb_text_add(advice, "    %s\n", line);
	return vpb_text_error(advice);
}

int vpb_loader_refuse_entry(struct vpb_loader_change *change)
{
	vpb_text_add(&change->refusal,
		"a second boot entry can be made for GRUB, and for the entries and ukify images "
		"of kernel-install; for %s make one by hand, with these words: %s",
		change->booted.loader->title, change->words.data);
	return 1;
}
