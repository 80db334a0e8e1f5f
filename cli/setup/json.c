/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/base/log.h"
#include "../../helper/base/output.h"
#include "../command.h"

int vpb_setup_json_begin(struct vpb_change *change)
{
	VPB_CLEANUP(vpb_closep) int nowhere = -1;

	if (!change->is_json)
		return -1;
	if (!change->is_dry && !change->is_yes) {
		vpb_log(VPB_LOG_ERROR,
			"%s: --json does not ask: it needs --dry-run or --yes as well",
			change->name);
		return VPB_EXIT_USAGE;
	}
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	change->json.stdout_fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (nowhere < 0 || change->json.stdout_fd < 0 || dup2(nowhere, STDOUT_FILENO) < 0)
		return vpb_change_fail(change, NULL, -errno);
	change->json.json.text = &change->json.text;
	vpb_json_begin_object(&change->json.json, NULL);
	return -1;
}

static void file_add(const struct vpb_journal_file *file, struct vpb_json *json)
{
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "path", file->path);
	vpb_json_add_string(json, "change",
		!file->after.is_there ? "removed"
		: file->now.is_there  ? "changed"
				      : "created");
	vpb_json_add_string(json, "before", file->now.text.data);
	vpb_json_add_string(json, "after", file->after.text.data);
	vpb_json_end_object(json);
}

static void lines_add(const struct vpb_text *text, struct vpb_json *json)
{
	const char *at = text->data ? text->data : "";

	while (*at) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text thing = {};

		/* What begins with a blank belongs to the line before it. */
		do {
			size_t length = strcspn(at, "\n");

			vpb_text_add(&thing, "%s%.*s", thing.length ? "\n" : "",
				(int)length, at);
			at += length + (at[length] == '\n');
		} while (*at == ' ');
		vpb_json_add_string(json, NULL, thing.data);
	}
}

void vpb_setup_json_add_plan(struct vpb_change *change)
{
	const struct vpb_journal *journal = &change->journal;
	struct vpb_json *json = &change->json.json;
	const char *line;

	if (!change->is_json || change->json.has_plan)
		return;
	change->json.has_plan = true;
	change->json.is_any = vpb_change_is_any(change);
	vpb_json_begin_array(json, "files");
	for (size_t i = 0; i < journal->file_count; i++)
		if (vpb_journal_file_changes(&journal->files[i]))
			file_add(&journal->files[i], json);
	vpb_json_end_array(json);
	vpb_json_begin_array(json, "commands");
	for (size_t i = 0; (line = vpb_journal_line(journal, i)); i++)
		vpb_json_add_string(json, NULL, line);
	vpb_json_end_array(json);
}

void vpb_setup_json_add_end(
	struct vpb_change *change, const struct vpb_text *advice, int status)
{
	struct vpb_json *json = &change->json.json;

	vpb_setup_json_add_plan(change);
	vpb_json_add_string(json, "state",
		status == VPB_EXIT_REFUSED ? "refused"
		: status != VPB_EXIT_DONE  ? "failed"
		: !change->json.is_any	   ? "unchanged"
		: change->is_dry	   ? "dry-run"
					   : "done");
	vpb_json_begin_array(json, "left");
	if (status == VPB_EXIT_DONE)
		lines_add(advice, json);
	vpb_json_end_array(json);
}

int vpb_setup_json_end(struct vpb_change *change, int status)
{
	vpb_json_end_object(&change->json.json);
	fflush(stdout);
	if (dup2(change->json.stdout_fd, STDOUT_FILENO) < 0)
		return vpb_change_fail(change, NULL, -errno);
	close(change->json.stdout_fd);
	return vpb_output_text(&change->json.text) < 0
		       ? vpb_change_fail(change, NULL, -ENOMEM)
		       : status;
}
