/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "change.h"

#include <errno.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/terminal/language.h"
#include "../command.h"

void vpb_change_done(struct vpb_change *change)
{
	vpb_journal_done(&change->journal);
	vpb_text_done(&change->json.text);
}

void vpb_change_option_take(struct vpb_change *change, int option)
{
	change->is_dry |= option == 'n';
	change->is_yes |= option == 'y';
	change->is_verbose |= option == 'v';
	change->is_json |= option == 'J';
}

int vpb_change_fail(const struct vpb_change *change, const char *path, int error)
{
	const char *reason = strerror(-error);

	if (error == -EXDEV)
		reason = _(
			"it is a link to a file that is not root's, or outside /etc, and is not "
			"changed through it; put a copy of that file in place of the link");
	else if (error == -ENOLINK)
		reason = _("dangling symbolic link");
	else if (error == -ESTALE)
		reason = _(
			"it was changed just now by another program; run the command again");
	if (path)
		vpb_log(VPB_LOG_ERROR, "%s: %s/%s: %s", change->name, change->root->path,
			path, reason);
	else
		vpb_log(VPB_LOG_ERROR, "%s: %s", change->name, reason);
	return VPB_EXIT_FAILED;
}

/* As a shell reads it as one word. */
static void word_add(const char *word, struct vpb_text *text)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789.,:/=+-_@";

	if (*word && !word[strspn(word, plain)]) {
		vpb_text_add(text, " %s", word);
		return;
	}
	vpb_text_add(text, " '");
	for (; *word; word++)
		vpb_text_add(text, *word == '\'' ? "'\\''" : "%c", *word);
	vpb_text_add(text, "'");
}

void vpb_change_add_sudo(const struct vpb_change *change, struct vpb_text *text)
{
	vpb_text_add(text, "sudo vfio-prebind");
	if (!change->root->is_running_machine) {
		vpb_text_add(text, " --root");
		word_add(change->root->path, text);
	}
	vpb_text_add(text, " %s", change->name);
	for (char *const *word = change->words; *word; word++)
		word_add(*word, text);
}

bool vpb_change_is_any(const struct vpb_change *change)
{
	for (size_t i = 0; i < change->journal.file_count; i++)
		if (vpb_journal_file_changes(&change->journal.files[i]))
			return true;
	for (size_t i = 0; i < change->journal.effect_count; i++)
		if (change->journal.effects[i].was != change->journal.effects[i].will)
			return true;
	return change->journal.command_count;
}
