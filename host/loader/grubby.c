/* SPDX-License-Identifier: GPL-2.0-or-later */

/* GRUB with entries that grubby changes, as Fedora has it. */

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "../../helper/sys/folder.h"
#include "../machine/cmdline.h"
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

/* What a word of this key has beside our value, such as igfx_off; but not its opposite. */
static void values_keep(const char *word, const char *ours, struct vpb_text *text)
{
	const char *end = word + vpb_kernel_word_length(word);
	const char *at = word + strcspn(word, "=") + 1;

	for (; at < end; at++) {
		size_t length = strcspn(at, ",\"" VPB_KERNEL_BLANKS);
		VPB_CLEANUP(vpb_freep) char *value = strndup(at, length);

		if (value && *value && strcmp(value, ours) != 0 &&
			strcmp(value, "off") != 0 && strcmp(value, "nopt") != 0)
			vpb_text_add(text, ",%s", value);
		at += length;
	}
}

/* grubby takes another value of the same key away: all that is to stay goes into ours. */
static void make_add(const char *cmdline, const char *word, struct vpb_text *text)
{
	size_t key = strcspn(word, "=");
	const char *at = cmdline + strspn(cmdline, VPB_KERNEL_BLANKS);

	vpb_text_add(text, "grubby --update-kernel=ALL --args=%s", word);
	for (; word[key] && *at; at = vpb_kernel_word_next(at))
		if (strncmp(at, word, key + 1) == 0)
			values_keep(at, word + key + 1, text);
}

/* The effect that an earlier call has wanted for that word; its words stay what they are. */
static const struct vpb_effect *effect_find(
	const struct vpb_journal *journal, const char *word)
{
	static const char key[] = "--args=";

	for (size_t i = 0; i < journal->effect_count; i++) {
		const char *args = strstr(journal->effects[i].make, key);

		if (args && vpb_cmdline_says(args + strlen(key), word))
			return &journal->effects[i];
	}
	return NULL;
}

static int word_want(struct vpb_loader_change *change, const char *word)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text make = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text undo = {};
	const struct vpb_effect *effect = effect_find(change->journal, word);

	if (effect) {
		vpb_text_add(&make, "%s", effect->make);
		vpb_text_add(&undo, "%s", effect->undo);
	} else {
		make_add(change->facts->cmdline, word, &make);
		vpb_text_add(&undo, "grubby --update-kernel=ALL --remove-args=%s",
			make.data ? strrchr(make.data, ' ') + strlen(" --args=") : "");
		other_value_add(change->facts->cmdline, word, &undo);
	}
	if (vpb_text_error(&make) < 0 || vpb_text_error(&undo) < 0)
		return -ENOMEM;
	return vpb_journal_want_effect(change->journal, make.data, undo.data);
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

/* All entries of this system have it, as `--update-kernel=ALL` leaves them. */
static bool grubby_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	static const char folder_path[] = "boot/loader/entries";
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder =
		vpb_folder_read_ends(change->root, folder_path, ".conf");
	size_t count = 0;

	for (int i = 0; i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		char path[sizeof(folder_path) + NAME_MAX + 1];

		snprintf(path, sizeof(path), "%s/%s", folder_path, name);
		if (strstr(name, "0-rescue"))
			continue;
		if (!vpb_loader_file_says(change, path, 0, word, ret_path)) {
			ret_path[0] = '\0';
			return false;
		}
		count++;
	}
	return count || (vpb_cmdline_says(change->facts->cmdline, word) && !folder.count);
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
	.says = grubby_says,
	.want = grubby_want,
};
