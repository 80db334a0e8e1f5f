/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transaction.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "atomic_file.h"

static int entry_look(const struct vpb_root *root, struct vpb_entry *entry, bool is_known)
{
	int r = vpb_file_text_read(root, entry->path, &entry->now);

	if (r == 0 && !is_known)
		r = vpb_file_text_copy(&entry->original, &entry->now);
	entry->is_edited =
		is_known && r == 0 && !vpb_file_text_is(&entry->now, &entry->after);
	if (r == 0 && entry->is_edited)
		r = vpb_file_text_take_out(entry->parts, &entry->original, &entry->after,
			&entry->now, &entry->original);
	entry->is_looked_at = r == 0;
	return r < 0 ? r : vpb_file_text_copy(&entry->after, &entry->original);
}

int vpb_transaction_entry(const struct vpb_root *root, struct vpb_journal *journal,
	const char *path, enum vpb_parts parts, struct vpb_entry **ret_entry)
{
	struct vpb_entry *entry = NULL;
	char real[PATH_MAX];
	int r = vpb_atomic_file_resolve(root, path, real);

	if (r < 0)
		return r;
	for (size_t i = 0; i < journal->entry_count; i++)
		if (strcmp(journal->entries[i].path, real) == 0)
			entry = &journal->entries[i];
	if (entry && !entry->is_looked_at) {
		r = entry_look(root, entry, true);
	} else if (!entry) {
		entry = vpb_journal_add_entry(journal, real);
		if (!entry)
			return -ENOMEM;
		entry->parts = parts;
		r = entry_look(root, entry, false);
	}
	if (r == 0)
		*ret_entry = entry;
	return r;
}

int vpb_transaction_want(struct vpb_entry *entry, const char *text)
{
	return vpb_file_text_set(&entry->after, text != NULL, text ? text : "",
		text ? strlen(text) : 0, 0);
}

int vpb_transaction_append(const struct vpb_root *root, struct vpb_journal *journal,
	const char *path, const char *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text whole = {};
	struct vpb_entry *entry;
	const char *before;
	int r = vpb_transaction_entry(root, journal, path, VPB_PARTS_LINES, &entry);

	if (r < 0)
		return r;
	before = entry->original.text.data;
	vpb_text_add(&whole, "%s%s%s", before,
		*before && before[strlen(before) - 1] != '\n' ? "\n" : "", text);
	r = vpb_text_error(&whole);
	return r < 0 ? r : vpb_transaction_want(entry, whole.data);
}

int vpb_transaction_seed(struct vpb_entry *entry, const char *text)
{
	return vpb_file_text_set(&entry->original, false, text, strlen(text), 0);
}

int vpb_transaction_want_none(
	const struct vpb_root *root, struct vpb_journal *journal, const char **ret_path)
{
	for (size_t i = 0; i < journal->effect_count; i++)
		journal->effects[i].will = false;
	for (size_t i = 0; i < journal->entry_count; i++) {
		int r = journal->entries[i].is_looked_at
				? 0
				: entry_look(root, &journal->entries[i], true);

		if (r < 0) {
			*ret_path = journal->entries[i].path;
			return r;
		}
	}
	return 0;
}

bool vpb_entry_changes(const struct vpb_entry *entry)
{
	return !vpb_file_text_is(&entry->now, &entry->after);
}

static int entry_look_again(const struct vpb_root *root, const struct vpb_entry *entry)
{
	struct vpb_file_text found = {};
	int r = vpb_file_text_read(root, entry->path, &found);

	if (r == 0 && !vpb_file_text_is(&found, &entry->now))
		r = -ESTALE;
	vpb_text_done(&found.text);
	return r;
}

int vpb_transaction_look_again(const struct vpb_root *root,
	const struct vpb_journal *journal, const char **ret_path)
{
	for (size_t i = 0; i < journal->entry_count; i++) {
		int r = entry_look_again(root, &journal->entries[i]);

		if (r < 0) {
			*ret_path = journal->entries[i].path;
			return r;
		}
	}
	return 0;
}
