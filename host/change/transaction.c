/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transaction.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>

#include "../../helper/sys/lock.h"
#include "atomic_file.h"

int vpb_transaction_lock(const struct vpb_root *root, int *ret_fd)
{
	VPB_CLEANUP(vpb_closep)
	int fd = vpb_lock_open(root, VPB_TRANSACTION_LOCK_FILE);

	if (fd < 0)
		return fd;
	if (flock(fd, LOCK_EX | LOCK_NB) < 0)
		return -errno;
	*ret_fd = fd;
	fd = -1;
	return 0;
}

static int version_store(const struct vpb_root *root, struct vpb_journal *journal,
	struct vpb_file_text *version, const char *like)
{
	char path[VPB_JOURNAL_PATH_BYTES];
	int r;

	if (version->number || (!version->is_there && !version->text.length))
		return 0;
	r = vpb_atomic_file_write(root, vpb_journal_text_path(journal->number + 1, path),
		version->text.data, version->text.length, like, 0600);
	if (r == 0)
		version->number = ++journal->number;
	return r;
}

/* The copy of what is there has its attributes as well, should it have to come back. */
static int file_store(const struct vpb_root *root, struct vpb_journal *journal,
	struct vpb_journal_file *file)
{
	int r = version_store(
		root, journal, &file->now, file->now.is_there ? file->path : NULL);

	if (r == 0)
		r = version_store(root, journal, &file->original, NULL);
	if (r == 0)
		r = version_store(root, journal, &file->after, NULL);
	return r;
}

static int folder_note(
	const struct vpb_root *root, struct vpb_journal *journal, const char *path)
{
	char folder[PATH_MAX];

	snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(path, '/') - path), path);
	return vpb_root_has(root, folder) ? 0 : vpb_journal_add_folder(journal, folder);
}

static int start(
	const struct vpb_root *root, struct vpb_journal *journal, const char **ret_path)
{
	int r = vpb_transaction_look_again(root, journal, ret_path);

	if (r < 0)
		return r;
	*ret_path = VPB_JOURNAL_FOLDER;
	r = vpb_atomic_folder_make(root, VPB_JOURNAL_FOLDER, 0700);
	for (size_t i = 0; r == 0 && i < journal->file_count; i++) {
		struct vpb_journal_file *file = &journal->files[i];

		r = file_store(root, journal, file);
		if (r == 0 && file->after.is_there)
			r = folder_note(root, journal, file->path);
	}
	journal->state = VPB_JOURNAL_FILES;
	return r < 0 ? r : vpb_journal_write(root, journal);
}

static int file_apply(const struct vpb_root *root, const struct vpb_journal_file *file)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char copy[VPB_JOURNAL_PATH_BYTES];
	const char *like = NULL;
	int r = vpb_atomic_file_read(root, file->path, &text);
	bool is_there = r == 0;

	if (r < 0 && r != -ENOENT)
		return r;
	if (!file->after.is_there)
		return vpb_atomic_file_remove(root, file->path);
	if (is_there && text.length == file->after.text.length &&
		memcmp(text.data ? text.data : "", file->after.text.data, text.length) ==
			0)
		return vpb_atomic_file_tidy(root, file->path);
	if (is_there)
		like = file->path;
	else if (file->now.is_there)
		like = vpb_journal_text_path(file->now.number, copy);
	return vpb_atomic_file_write(root, file->path, file->after.text.data,
		file->after.text.length, like,
		file->parts == VPB_PARTS_PROGRAM ? 0755 : 0644);
}

/* Any that the journal knows, or one that is to be there. */
static bool folder_has_file(
	const struct vpb_journal *journal, const char *folder, bool after)
{
	size_t length = strlen(folder);

	for (size_t i = 0; i < journal->file_count; i++) {
		const struct vpb_journal_file *file = &journal->files[i];

		if (strncmp(file->path, folder, length) == 0 &&
			file->path[length] == '/' && (!after || file->after.is_there))
			return true;
	}
	return false;
}

int vpb_transaction_apply(const struct vpb_root *root, const struct vpb_journal *journal,
	const char **ret_path)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < journal->folder_count; i++) {
		*ret_path = journal->folders[i];
		if (folder_has_file(journal, *ret_path, true))
			r = vpb_atomic_folder_make(root, *ret_path, 0755);
	}
	for (size_t i = 0; r == 0 && i < journal->file_count; i++) {
		*ret_path = journal->files[i].path;
		r = file_apply(root, &journal->files[i]);
	}
	for (size_t i = 0; r == 0 && i < journal->folder_count; i++) {
		*ret_path = journal->folders[i];
		if (!folder_has_file(journal, *ret_path, true))
			r = vpb_atomic_folder_remove(root, *ret_path);
	}
	return r;
}

int vpb_transaction_commands(const struct vpb_root *root, struct vpb_journal *journal)
{
	journal->state = VPB_JOURNAL_COMMANDS;
	return vpb_journal_write(root, journal);
}

/* As it was when the call began; what somebody wrote since it was killed is not ours to take. */
static int file_turn_back(const struct vpb_root *root, struct vpb_journal_file *file)
{
	struct vpb_file_text found = {};
	int r = vpb_file_text_read(root, file->path, &found);

	if (r < 0)
		return r;
	if (vpb_file_text_is(&found, &file->now) ||
		vpb_file_text_is(&found, &file->after)) {
		r = vpb_file_text_copy(&file->after, &file->now);
	} else {
		r = vpb_file_text_take_out(
			file->parts, &file->now, &file->after, &found, &file->after);
		if (r == 0)
			r = vpb_file_text_take_out(file->parts, &file->original,
				&file->now, &file->after, &file->original);
	}
	vpb_text_done(&found.text);
	return r;
}

/* Those that may have been brought about are commands of the way back. */
static int effects_turn_back(struct vpb_journal *journal)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < journal->effect_count; i++) {
		struct vpb_effect *effect = &journal->effects[i];

		if (effect->was == effect->will)
			continue;
		effect->will = effect->was;
		if (journal->state == VPB_JOURNAL_COMMANDS)
			r = vpb_journal_add_command(
				journal, effect->was ? effect->make : effect->undo);
	}
	return r;
}

int vpb_transaction_roll_back(
	const struct vpb_root *root, struct vpb_journal *journal, const char **ret_path)
{
	int r;

	for (size_t i = 0; i < journal->file_count; i++) {
		r = file_turn_back(root, &journal->files[i]);
		if (r < 0) {
			*ret_path = journal->files[i].path;
			return r;
		}
	}
	r = effects_turn_back(journal);
	return r < 0 ? r : vpb_transaction_apply(root, journal, ret_path);
}

/* Those that are gone, or that somebody else has put files into. */
static void folders_forget(struct vpb_journal *journal)
{
	size_t kept = 0;

	for (size_t i = 0; i < journal->folder_count; i++) {
		if (folder_has_file(journal, journal->folders[i], false))
			journal->folders[kept++] = journal->folders[i];
		else
			free(journal->folders[i]);
	}
	journal->folder_count = kept;
}

/* Whether the journal on the disk has nothing open, also where that is none. */
static bool is_done(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};

	return vpb_journal_read(root, &journal) == 0 && journal.state == VPB_JOURNAL_DONE;
}

static int files_finish(const struct vpb_root *root, struct vpb_journal *journal)
{
	int r = 0;

	for (size_t i = journal->file_count; r == 0 && i-- > 0;) {
		struct vpb_journal_file *file = &journal->files[i];

		if (vpb_file_text_is(&file->after, &file->original)) {
			vpb_journal_remove_file(journal, i);
			continue;
		}
		r = file_store(root, journal, file);
		if (r == 0)
			r = vpb_file_text_copy(&file->now, &file->after);
	}
	return r;
}

static void effects_finish(struct vpb_journal *journal)
{
	size_t kept = 0;

	for (size_t i = 0; i < journal->effect_count; i++) {
		struct vpb_effect *effect = &journal->effects[i];

		effect->was = effect->will;
		if (effect->will) {
			journal->effects[kept++] = *effect;
			continue;
		}
		free(effect->make);
		free(effect->undo);
	}
	journal->effect_count = kept;
}

int vpb_transaction_finish(const struct vpb_root *root, struct vpb_journal *journal)
{
	int r = files_finish(root, journal);

	if (r < 0)
		return r;
	folders_forget(journal);
	while (journal->command_count)
		free(journal->commands[--journal->command_count]);
	effects_finish(journal);
	journal->state = VPB_JOURNAL_DONE;
	if (!vpb_journal_is_empty(journal))
		r = vpb_journal_write(root, journal);
	if (r == 0)
		r = vpb_journal_tidy(root, journal);
	/* What is left over then, the next call removes. */
	return r < 0 && is_done(root) ? 0 : r;
}

/* Nothing was changed yet, and perhaps the journal says otherwise. */
static int start_undo(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	const char *path;
	int r = vpb_journal_read(root, &journal);

	if (r == 0 && journal.state != VPB_JOURNAL_DONE) {
		r = vpb_transaction_roll_back(root, &journal, &path);
		return r < 0 ? r : vpb_transaction_finish(root, &journal);
	}
	return r < 0 ? r : vpb_journal_tidy(root, &journal);
}

int vpb_transaction_start(
	const struct vpb_root *root, struct vpb_journal *journal, const char **ret_path)
{
	int r = start(root, journal, ret_path);

	/* Where that fails as well, the next call tries again. */
	if (r < 0)
		(void)!start_undo(root);
	return r;
}
