/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "journal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/folder.h"
#include "atomic_file.h"

#define HEAD "vfio-prebind journal 1\n"

static const char *const state_names[] = {"done", "files", "commands"};
static const char *const parts_names[] = {"lines", "program", "words"};

const char *vpb_journal_text_path(
	unsigned int number, char buffer[VPB_JOURNAL_PATH_BYTES])
{
	snprintf(buffer, VPB_JOURNAL_PATH_BYTES, VPB_JOURNAL_FOLDER "/%u", number);
	return buffer;
}

/* "3": there, text 3. "-": not there. "-3": not there, but a text is kept. */
static int version_read(
	const struct vpb_root *root, char **rest, struct vpb_file_text *version)
{
	char path[VPB_JOURNAL_PATH_BYTES], *word = strsep(rest, " "), *end;

	if (!word || !*word)
		return -EBADMSG;
	version->is_there = *word != '-';
	word += *word == '-';
	vpb_text_add(&version->text, "%s", "");
	if (!*word)
		return version->is_there ? -EBADMSG : vpb_text_error(&version->text);
	version->number = (unsigned int)strtoul(word, &end, 10);
	if (*end || !version->number)
		return -EBADMSG;
	return vpb_atomic_file_read(
		root, vpb_journal_text_path(version->number, path), &version->text);
}

static int file_read(const struct vpb_root *root, char *rest, struct vpb_journal *journal)
{
	const char *parts = strsep(&rest, " ");
	char *path = strrchr(rest ? rest : "", '\t');
	struct vpb_journal_file *file;
	int r;

	if (!path || !path[1])
		return -EBADMSG;
	*path++ = '\0';
	file = vpb_journal_add_file(journal, path);
	if (!file)
		return -ENOMEM;
	while (strcmp(parts, parts_names[file->parts]) != 0)
		if (++file->parts > VPB_PARTS_WORDS)
			return -EBADMSG;
	r = version_read(root, &rest, &file->original);
	if (r == 0)
		r = version_read(root, &rest, &file->now);
	if (r == 0)
		r = version_read(root, &rest, &file->after);
	return r;
}

/* "-+ MAKE", a tab, "UNDO": it was not in force, and will be. */
static int effect_read(char *rest, struct vpb_journal *journal)
{
	const char *marks = strsep(&rest, " "), *make = strsep(&rest, "\t");

	if (!rest || strlen(marks) != 2)
		return -EBADMSG;
	return vpb_journal_add_effect(
		journal, marks[0] == '+', marks[1] == '+', make, rest);
}

static int line_read(const struct vpb_root *root, char *line, struct vpb_journal *journal)
{
	char *rest = line;
	const char *verb = strsep(&rest, " ");

	if (!rest)
		return -EBADMSG;
	if (strcmp(verb, "file") == 0)
		return file_read(root, rest, journal);
	if (strcmp(verb, "folder") == 0)
		return vpb_journal_add_folder(journal, rest);
	if (strcmp(verb, "command") == 0)
		return vpb_journal_add_command(journal, rest);
	if (strcmp(verb, "effect") == 0)
		return effect_read(rest, journal);
	if (strcmp(verb, "number") == 0) {
		journal->number = (unsigned int)strtoul(rest, NULL, 10);
		return 0;
	}
	for (size_t i = 0; i < sizeof(state_names) / sizeof(*state_names); i++) {
		if (strcmp(verb, "state") == 0 && strcmp(rest, state_names[i]) == 0) {
			journal->state = (enum vpb_journal_state)i;
			return 0;
		}
	}
	return -EBADMSG;
}

int vpb_journal_read(const struct vpb_root *root, struct vpb_journal *ret_journal)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;
	int r = vpb_atomic_file_read(root, VPB_JOURNAL_FILE, &text);

	if (r == -ENOENT) {
		*ret_journal = (struct vpb_journal){};
		return 0;
	}
	if (r < 0)
		return r;
	if (!text.data || strncmp(text.data, HEAD, sizeof(HEAD) - 1) != 0)
		return -EBADMSG;
	rest = text.data + sizeof(HEAD) - 1;
	while (r == 0 && (line = strsep(&rest, "\n")))
		r = *line ? line_read(root, line, &journal) : 0;
	if (r < 0)
		return r;
	*ret_journal = journal;
	journal = (struct vpb_journal){};
	return 0;
}

static void version_add(const struct vpb_file_text *version, struct vpb_text *text)
{
	vpb_text_add(text, "%s", version->is_there ? "" : "-");
	if (version->number)
		vpb_text_add(text, "%u", version->number);
}

int vpb_journal_write(const struct vpb_root *root, const struct vpb_journal *journal)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_text_add(&text, HEAD "state %s\nnumber %u\n", state_names[journal->state],
		journal->number);
	for (size_t i = 0; i < journal->folder_count; i++)
		vpb_text_add(&text, "folder %s\n", journal->folders[i]);
	for (size_t i = 0; i < journal->file_count; i++) {
		const struct vpb_journal_file *file = &journal->files[i];

		vpb_text_add(&text, "file %s ", parts_names[file->parts]);
		version_add(&file->original, &text);
		vpb_text_add(&text, " ");
		version_add(&file->now, &text);
		vpb_text_add(&text, " ");
		version_add(&file->after, &text);
		vpb_text_add(&text, "\t%s\n", file->path);
	}
	for (size_t i = 0; i < journal->effect_count; i++) {
		const struct vpb_effect *effect = &journal->effects[i];

		vpb_text_add(&text, "effect %c%c %s\t%s\n", effect->was ? '+' : '-',
			effect->will ? '+' : '-', effect->make, effect->undo);
	}
	for (size_t i = 0; i < journal->command_count; i++)
		vpb_text_add(&text, "command %s\n", journal->commands[i]);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	return vpb_atomic_file_write(
		root, VPB_JOURNAL_FILE, text.data, text.length, NULL, 0600);
}

static bool names_text(const struct vpb_journal *journal, const char *name)
{
	for (size_t i = 0; i < journal->file_count; i++) {
		const struct vpb_journal_file *file = &journal->files[i];
		const unsigned int numbers[] = {
			file->original.number, file->now.number, file->after.number};
		char text[16];

		for (size_t j = 0; j < sizeof(numbers) / sizeof(*numbers); j++) {
			snprintf(text, sizeof(text), "%u", numbers[j]);
			if (strcmp(name, text) == 0)
				return true;
		}
	}
	return false;
}

int vpb_journal_tidy(const struct vpb_root *root, const struct vpb_journal *journal)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, VPB_JOURNAL_FOLDER);
	int r = 0;

	if (folder.error == -ENOENT)
		return 0;
	/* The journal first: without it, the texts mean nothing. */
	if (vpb_journal_is_empty(journal))
		r = vpb_atomic_file_remove(root, VPB_JOURNAL_FILE);
	for (int i = 0; r == 0 && i < folder.count; i++) {
		const char *name = folder.entries[i]->d_name;
		char path[PATH_MAX];

		if (strcmp(name, "journal") == 0 || names_text(journal, name))
			continue;
		snprintf(path, sizeof(path), VPB_JOURNAL_FOLDER "/%s", name);
		r = vpb_atomic_file_remove(root, path);
	}
	if (r == 0 && vpb_journal_is_empty(journal))
		r = vpb_atomic_folder_remove(root, VPB_JOURNAL_FOLDER);
	return r;
}
