/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "preview.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../command.h"
#include "diff.h"

void vpb_carry_done(struct vpb_carry *carry)
{
	vpb_journal_done(&carry->journal);
}

int vpb_carry_fail(const struct vpb_carry *carry, const char *path, int error)
{
	const char *reason = strerror(-error);

	if (error == -EXDEV)
		reason = "it is a link to a file that is not in /etc, and that is not "
			 "changed; change it by hand";
	else if (error == -ENOLINK)
		reason = "it is a link that leads nowhere";
	else if (error == -ESTALE)
		reason = "somebody has changed it just now; run the command again";
	else if (error == -ENOSYS)
		reason = "the kernel has no openat2(2), which Linux has since 5.6";
	if (path)
		vpb_log(VPB_LOG_ERROR, "%s: %s/%s: %s", carry->name, carry->root->path,
			path, reason);
	else
		vpb_log(VPB_LOG_ERROR, "%s: %s", carry->name, reason);
	return VPB_EXIT_FAILED;
}

int vpb_carry_add_command(struct vpb_carry *carry, const char *words)
{
	for (size_t i = 0; i < carry->journal.command_count; i++)
		if (strcmp(carry->journal.commands[i], words) == 0)
			return 0;
	return vpb_journal_add_command(&carry->journal, words);
}

bool vpb_carry_changes(const struct vpb_carry *carry)
{
	for (size_t i = 0; i < carry->journal.entry_count; i++)
		if (vpb_entry_changes(&carry->journal.entries[i]))
			return true;
	for (size_t i = 0; i < carry->journal.effect_count; i++)
		if (carry->journal.effects[i].was != carry->journal.effects[i].will)
			return true;
	return false;
}

static int entry_show(const struct vpb_carry *carry, const struct vpb_entry *entry)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text path = {};
	int r;

	vpb_text_add(&path, "%s/%s", carry->root->path, entry->path);
	if (vpb_text_error(&path) < 0)
		return vpb_carry_fail(carry, NULL, -ENOMEM);
	if (entry->is_edited)
		printf("Edited since it was set up, so only what setup put in is changed: "
		       "%s\n",
			path.data);
	if (!vpb_entry_changes(entry))
		return -1;
	r = vpb_diff_print(path.data, &entry->now, &entry->after);
	if (r == 0)
		return -1;
	vpb_log(VPB_LOG_ERROR,
		"%s: the changes cannot be shown: the program diff failed: %s",
		carry->name, strerror(-r));
	return VPB_EXIT_FAILED;
}

void vpb_carry_show_lines(const struct vpb_carry *carry)
{
	const char *line;

	for (size_t i = 0; (line = vpb_journal_line(&carry->journal, i)); i++)
		printf("%s  %s\n",
			i ? ""
			: carry->root->is_running_machine
				? "Then this is run:\n"
				: "Then type on that machine:\n",
			line);
}

int vpb_carry_show(const struct vpb_carry *carry)
{
	for (size_t i = 0; i < carry->journal.entry_count; i++) {
		int r = entry_show(carry, &carry->journal.entries[i]);

		if (r >= 0)
			return r;
	}
	vpb_carry_show_lines(carry);
	return -1;
}

int vpb_carry_ask(const struct vpb_carry *carry)
{
	char answer[16];

	if (carry->is_yes)
		return -1;
	printf("Do this? [y/N] ");
	fflush(stdout);
	if (!fgets(answer, sizeof(answer), stdin)) {
		printf("\n");
		vpb_log(VPB_LOG_ERROR,
			"%s: nobody answered, nothing was changed; --yes does not ask",
			carry->name);
		return VPB_EXIT_FAILED;
	}
	if (answer[0] == 'y' || answer[0] == 'Y')
		return -1;
	printf("Nothing was changed.\n");
	return VPB_EXIT_FAILED;
}
