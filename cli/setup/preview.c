/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "preview.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/terminal/diff.h"
#include "../../host/terminal/language.h"
#include "../command.h"

/* What was there before setup, and where it stood is no more. */
static void lost_print(const char *path, const char *lost)
{
	for (size_t length; lost && *lost; lost += length + (lost[length] == '\n')) {
		length = strcspn(lost, "\n");
		printf(_("Not restored, as its place in %s is gone: '%.*s'\n"), path,
			(int)length, lost);
	}
}

static int file_show(const struct vpb_change *change, const struct vpb_journal_file *file)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text path = {};
	int r;

	vpb_text_add(&path, "%s/%s", change->root->path, file->path);
	if (vpb_text_error(&path) < 0)
		return vpb_change_fail(change, NULL, -ENOMEM);
	if (file->is_edited)
		printf(_("Edited since it was set up, so only what setup put in is changed: "
			 "%s\n"),
			path.data);
	lost_print(path.data, file->lost.data);
	if (!vpb_journal_file_changes(file))
		return -1;
	r = vpb_diff_print(path.data, &file->now, &file->after);
	if (r == 0)
		return -1;
	vpb_log(VPB_LOG_ERROR,
		"%s: the changes cannot be shown: the program diff failed: %s",
		change->name, strerror(-r));
	return VPB_EXIT_FAILED;
}

void vpb_preview_show_lines(const struct vpb_change *change)
{
	const char *line;

	for (size_t i = 0; (line = vpb_journal_line(&change->journal, i)); i++)
		printf("%s  %s\n",
			i ? ""
			: change->root->is_running_machine
				? _("Then this is run:\n")
				: _("Then type on that machine:\n"),
			line);
}

int vpb_preview_show(const struct vpb_change *change)
{
	for (size_t i = 0; i < change->journal.file_count; i++) {
		int r = file_show(change, &change->journal.files[i]);

		if (r >= 0)
			return r;
	}
	vpb_preview_show_lines(change);
	return -1;
}
