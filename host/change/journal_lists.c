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

static void entry_done(struct vpb_entry *entry)
{
	free(entry->path);
	vpb_text_done(&entry->original.text);
	vpb_text_done(&entry->now.text);
	vpb_text_done(&entry->after.text);
}

void vpb_journal_done(struct vpb_journal *journal)
{
	for (size_t i = 0; i < journal->entry_count; i++)
		entry_done(&journal->entries[i]);
	free(journal->entries);
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
	return !journal->entry_count && !journal->effect_count;
}

struct vpb_entry *vpb_journal_add_entry(struct vpb_journal *journal, const char *path)
{
	struct vpb_entry *entries = vpb_array_grow(
		journal->entries, journal->entry_count, sizeof(*journal->entries));

	if (!entries)
		return NULL;
	journal->entries = entries;
	entries += journal->entry_count;
	entries->path = strdup(path);
	if (!entries->path)
		return NULL;
	journal->entry_count++;
	return entries;
}

void vpb_journal_remove_entry(struct vpb_journal *journal, size_t index)
{
	struct vpb_entry *entry = &journal->entries[index];

	entry_done(entry);
	journal->entry_count--;
	memmove(entry, entry + 1, (journal->entry_count - index) * sizeof(*entry));
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
