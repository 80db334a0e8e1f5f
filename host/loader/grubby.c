/* SPDX-License-Identifier: GPL-2.0-or-later */

/* GRUB with entries that grubby changes, as Fedora has it. */

#include <errno.h>
#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "change.h"
#include "grub.h"
#include "signs.h"

static bool grubby_detect(struct vpb_signs *signs)
{
	static const char *const programs[] = {"usr/sbin/grubby", "usr/bin/grubby", NULL};

	return signs->program == &vpb_grub_program && vpb_signs_first(signs, programs);
}

/* " --args=KEY=OTHER" where this boot has the word with another value. */
static void other_value_add(const char *cmdline, const char *word, struct vpb_text *text)
{
	size_t key = strcspn(word, "=") + 1;
	const char *at = cmdline + strspn(cmdline, VPB_KERNEL_BLANKS);

	for (; *at; at = vpb_kernel_word_next(at)) {
		size_t length = vpb_kernel_word_length(at);

		if (length > key && strncmp(at, word, key) == 0 &&
			(length != strlen(word) || strncmp(at, word, length) != 0))
			vpb_text_add(text, " --args=%.*s", (int)length, at);
	}
}

/* grubby takes another value of the same word away. */
static int word_want(struct vpb_loader_change *change, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text make = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text undo = {};
	struct vpb_journal *journal = change->journal;

	vpb_text_add(&make, "grubby --update-kernel=ALL --args=%s", word);
	for (size_t i = 0; i < journal->effect_count; i++)
		if (make.data && strcmp(journal->effects[i].make, make.data) == 0)
			vpb_text_add(&undo, "%s", journal->effects[i].undo);
	if (!undo.length) {
		vpb_text_add(&undo, "grubby --update-kernel=ALL --remove-args=%s", word);
		other_value_add(change->facts->cmdline, word, &undo);
	}
	if (vpb_text_error(&make) < 0 || vpb_text_error(&undo) < 0)
		return -ENOMEM;
	return vpb_journal_want_effect(journal, make.data, undo.data);
}

static int grubby_want(struct vpb_loader_change *change)
{
	const char *at = change->words.data;
	int r = 0;

	for (; r == 0 && *at; at = vpb_kernel_word_next(at)) {
		VPB_CLEANUP(vpb_freep)
		char *word = strndup(at, vpb_kernel_word_length(at));

		r = word ? word_want(change, word) : -ENOMEM;
	}
	return r;
}

const struct vpb_loader vpb_loader_grubby = {
	.name = "grubby",
	.summary = "a command for grubby, as Fedora has it",
	.title = "GRUB with grubby",
	.program = &vpb_grub_program,
	.detect = grubby_detect,
	.place = "run this as root",
	.takes_comments = true,
	.form = {"grubby --update-kernel=ALL --args=\"", " ", "\"\n"},
	.undo_form = {"grubby --update-kernel=ALL --remove-args=\"", " ", "\""},
	.want = grubby_want,
};
