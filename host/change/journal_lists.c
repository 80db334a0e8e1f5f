/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "journal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"

static void list_done(char **list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(list[i]);
	free(list);
}

static void file_done(struct vpb_journal_file *file)
{
	free(file->path);
	vpb_text_done(&file->original.text);
	vpb_text_done(&file->now.text);
	vpb_text_done(&file->after.text);
	vpb_text_done(&file->lost);
}

void vpb_journal_done(struct vpb_journal *journal)
{
	for (size_t i = 0; i < journal->file_count; i++)
		file_done(&journal->files[i]);
	free(journal->files);
	for (size_t i = 0; i < journal->effect_count; i++) {
		free(journal->effects[i].make);
		free(journal->effects[i].undo);
	}
	free(journal->effects);
	list_done(journal->folders, journal->folder_count);
	list_done(journal->commands, journal->command_count);
	*journal = (struct vpb_journal){};
}

bool vpb_journal_is_empty(const struct vpb_journal *journal)
{
	return !journal->file_count && !journal->effect_count;
}

struct vpb_journal_file *vpb_journal_add_file(
	struct vpb_journal *journal, const char *path)
{
	struct vpb_journal_file *files = vpb_array_grow(
		journal->files, journal->file_count, sizeof(*journal->files));

	if (!files)
		return NULL;
	journal->files = files;
	files += journal->file_count;
	files->path = strdup(path);
	if (!files->path)
		return NULL;
	journal->file_count++;
	return files;
}

void vpb_journal_remove_file(struct vpb_journal *journal, size_t index)
{
	struct vpb_journal_file *file = &journal->files[index];

	file_done(file);
	journal->file_count--;
	memmove(file, file + 1, (journal->file_count - index) * sizeof(*file));
}

static int list_add(char ***list, size_t *count, const char *text)
{
	char **items = vpb_array_grow(*list, *count, sizeof(**list));

	if (!items)
		return -ENOMEM;
	*list = items;
	items[*count] = strdup(text);
	if (!items[*count])
		return -ENOMEM;
	++*count;
	return 0;
}

int vpb_journal_add_folder(struct vpb_journal *journal, const char *path)
{
	return list_add(&journal->folders, &journal->folder_count, path);
}

int vpb_journal_add_command(struct vpb_journal *journal, const char *words)
{
	return list_add(&journal->commands, &journal->command_count, words);
}

int vpb_journal_want_command(struct vpb_journal *journal, const char *words)
{
	for (size_t i = 0; i < journal->command_count; i++)
		if (strcmp(journal->commands[i], words) == 0)
			return 0;
	return vpb_journal_add_command(journal, words);
}

int vpb_journal_add_effect(struct vpb_journal *journal, bool was, bool will,
	const char *make, const char *undo)
{
	struct vpb_effect *effects =
		vpb_array_grow(journal->effects, journal->effect_count, sizeof(*effects));

	if (!effects)
		return -ENOMEM;
	journal->effects = effects;
	effects += journal->effect_count++;
	*effects = (struct vpb_effect){strdup(make), strdup(undo), was, will};
	return effects->make && effects->undo ? 0 : -ENOMEM;
}

int vpb_journal_want_effect(
	struct vpb_journal *journal, const char *make, const char *undo)
{
	for (size_t i = 0; i < journal->effect_count; i++) {
		struct vpb_effect *effect = &journal->effects[i];

		if (strcmp(effect->make, make) != 0 || strcmp(effect->undo, undo) != 0)
			continue;
		effect->will = true;
		return 0;
	}
	return vpb_journal_add_effect(journal, false, true, make, undo);
}

const char *vpb_journal_line(const struct vpb_journal *journal, size_t index)
{
	if (index < journal->command_count)
		return journal->commands[index];
	index -= journal->command_count;
	for (size_t i = 0; i < journal->effect_count; i++) {
		const struct vpb_effect *effect = &journal->effects[i];

		if (effect->was != effect->will && index-- == 0)
			return effect->will ? effect->make : effect->undo;
	}
	return NULL;
}
