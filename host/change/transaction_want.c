/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transaction.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "atomic_file.h"

/* One that was changed may have become a link since, to where somebody keeps such files: it is that file. */
static int link_follow(const struct vpb_root *root, struct vpb_journal_file *file)
{
	char real[PATH_MAX], *path;
	int r = vpb_atomic_file_resolve(root, file->path, real);

	if (r < 0 || strcmp(real, file->path) == 0)
		return r;
	path = strdup(real);
	if (!path)
		return -ENOMEM;
	free(file->path);
	file->path = path;
	return 0;
}

/* What is there becomes the file without us. */
static int edits_keep(struct vpb_journal_file *file)
{
	struct vpb_file_text left = {};
	int r = vpb_file_text_take_out(
		file->parts, &file->original, &file->after, &file->now, &left);

	if (r == 0 && left.is_there)
		vpb_edit_add_lost(file->parts, file->original.text.data,
			file->after.text.data, left.text.data, &file->lost);
	if (r == 0)
		r = vpb_text_error(&file->lost);
	if (r == 0)
		r = vpb_file_text_copy(&file->original, &left);
	vpb_text_done(&left.text);
	return r;
}

static int file_compare(
	const struct vpb_root *root, struct vpb_journal_file *file, bool is_known)
{
	int r = is_known ? link_follow(root, file) : 0;

	if (r == 0)
		r = vpb_file_text_read(root, file->path, &file->now);
	if (r == 0 && !is_known)
		r = vpb_file_text_copy(&file->original, &file->now);
	file->is_edited =
		is_known && r == 0 && !vpb_file_text_is(&file->now, &file->after);
	if (r == 0 && file->is_edited)
		r = edits_keep(file);
	file->is_looked_at = r == 0;
	return r < 0 ? r : vpb_file_text_copy(&file->after, &file->original);
}

/* Without the journal, what is made by setup tells it by its first line. */
static int hidden_guess(struct vpb_journal_file *file)
{
	int r;

	if (!file->now.is_there || strncmp(file->now.text.data, VPB_SETUP_HEAD,
					   sizeof(VPB_SETUP_HEAD) - 1) != 0)
		return 0;
	r = vpb_file_text_set(&file->original, false, "", 0, 0);
	return r < 0 ? r : vpb_file_text_copy(&file->after, &file->original);
}

int vpb_transaction_file(const struct vpb_root *root, struct vpb_journal *journal,
	const char *path, enum vpb_parts parts, struct vpb_journal_file **ret_file)
{
	struct vpb_journal_file *file = NULL;
	char real[PATH_MAX];
	int r = vpb_atomic_file_resolve(root, path, real);

	if (r < 0)
		return r;
	for (size_t i = 0; i < journal->file_count; i++)
		if (strcmp(journal->files[i].path, real) == 0 ||
			strcmp(journal->files[i].path, path) == 0)
			file = &journal->files[i];
	if (file && !file->is_looked_at) {
		r = file_compare(root, file, true);
	} else if (!file) {
		file = vpb_journal_add_file(journal, real);
		if (!file)
			return -ENOMEM;
		file->parts = parts;
		r = file_compare(root, file, false);
		if (r == 0 && journal->is_hidden)
			r = hidden_guess(file);
	}
	if (r == 0)
		*ret_file = file;
	return r;
}

int vpb_transaction_want(struct vpb_journal_file *file, const char *text)
{
	return vpb_file_text_set(
		&file->after, text != NULL, text ? text : "", text ? strlen(text) : 0, 0);
}

int vpb_transaction_append(const struct vpb_root *root, struct vpb_journal *journal,
	const char *path, const char *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text whole = {};
	struct vpb_journal_file *file;
	const char *before;
	int r = vpb_transaction_file(root, journal, path, VPB_PARTS_LINES, &file);

	if (r < 0)
		return r;
	before = file->original.text.data;
	vpb_text_add(&whole, "%s%s%s", before,
		*before && before[strlen(before) - 1] != '\n' ? "\n" : "", text);
	r = vpb_text_error(&whole);
	return r < 0 ? r : vpb_transaction_want(file, whole.data);
}

int vpb_transaction_seed(struct vpb_journal_file *file, const char *text)
{
	return vpb_file_text_set(&file->original, false, text, strlen(text), 0);
}

int vpb_transaction_want_none(
	const struct vpb_root *root, struct vpb_journal *journal, const char **ret_path)
{
	for (size_t i = 0; i < journal->effect_count; i++)
		journal->effects[i].will = false;
	for (size_t i = 0; i < journal->file_count; i++) {
		int r = journal->files[i].is_looked_at
				? 0
				: file_compare(root, &journal->files[i], true);

		if (r < 0) {
			*ret_path = journal->files[i].path;
			return r;
		}
	}
	return 0;
}

bool vpb_journal_file_changes(const struct vpb_journal_file *file)
{
	return !vpb_file_text_is(&file->now, &file->after);
}

static int file_compare_again(
	const struct vpb_root *root, const struct vpb_journal_file *file)
{
	struct vpb_file_text found = {};
	int r = vpb_file_text_read(root, file->path, &found);

	if (r == 0 && !vpb_file_text_is(&found, &file->now))
		r = -ESTALE;
	vpb_text_done(&found.text);
	return r;
}

int vpb_transaction_look_again(const struct vpb_root *root,
	const struct vpb_journal *journal, const char **ret_path)
{
	for (size_t i = 0; i < journal->file_count; i++) {
		int r = file_compare_again(root, &journal->files[i]);

		if (r < 0) {
			*ret_path = journal->files[i].path;
			return r;
		}
	}
	return 0;
}
