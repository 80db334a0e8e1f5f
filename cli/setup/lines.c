/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lines.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/array.h"
#include "../../host/change/atomic_file.h"

#define HEAD \
	VPB_SETUP_HEAD "# What you add yourself belongs into /etc/vfio-prebind.conf.\n"
#define BIND "bind "
#define BIND_WORD "vfio_prebind.bind="

static void line_done(struct vpb_setup_line *line)
{
	free(line->words);
	free(line->comment);
}

void vpb_setup_lines_done(struct vpb_setup_lines *lines)
{
	for (size_t i = 0; i < lines->count; i++)
		line_done(&lines->items[i]);
	free(lines->items);
	*lines = (struct vpb_setup_lines){};
}

/* What setup writes begins with an address, and then has its identity or a word. */
static size_t address_bytes(const char *words)
{
	return strcspn(words, "= ");
}

static struct vpb_setup_line *line_find(
	const struct vpb_setup_lines *lines, const char *address, size_t length)
{
	for (size_t i = 0; i < lines->count; i++)
		if (address_bytes(lines->items[i].words) == length &&
			strncmp(lines->items[i].words, address, length) == 0)
			return &lines->items[i];
	return NULL;
}

const struct vpb_setup_line *vpb_setup_lines_find(
	const struct vpb_setup_lines *lines, const char *address)
{
	return line_find(lines, address, strlen(address));
}

int vpb_setup_lines_add(struct vpb_setup_lines *lines, const char *words,
	const char *comment, bool is_entry)
{
	struct vpb_setup_line *at = line_find(lines, words, address_bytes(words));
	struct vpb_setup_line line = {strdup(words), strdup(comment), is_entry};
	struct vpb_setup_line *items =
		at ? lines->items
		   : vpb_array_grow(lines->items, lines->count, sizeof(*items));

	if (items)
		lines->items = items;
	if (!items || !line.words || !line.comment) {
		line_done(&line);
		return -ENOMEM;
	}
	if (at)
		line_done(at);
	else
		at = &items[lines->count++];
	*at = line;
	return 0;
}

static bool text_has_line(const char *text, const char *line)
{
	size_t length = strlen(line);

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (strcspn(text, "\n") == length && strncmp(text, line, length) == 0)
			return true;
	return false;
}

/* Those of `ours`, a text of setup's, that are still there in `now`. */
static int config_take(const char *ours, const char *now, struct vpb_setup_lines *lines)
{
	size_t head = strncmp(ours, HEAD, sizeof(HEAD) - 1) == 0 ? sizeof(HEAD) - 1 : 0;
	VPB_CLEANUP(vpb_freep) char *copy = strdup(ours + head);
	VPB_CLEANUP(vpb_text_done) struct vpb_text comment = {};
	char *rest = copy, *line;
	int r = copy ? 0 : -ENOMEM;

	while (r == 0 && (line = strsep(&rest, "\n"))) {
		if (strncmp(line, BIND, sizeof(BIND) - 1) == 0 &&
			text_has_line(now, line))
			r = vpb_setup_lines_add(lines, line + sizeof(BIND) - 1,
				comment.length ? comment.data : "", false);
		vpb_text_done(&comment);
		if (*line == '#')
			vpb_text_add(&comment, "%s\n", line);
		if (r == 0)
			r = vpb_text_error(&comment);
	}
	return r;
}

static int config_read(const struct vpb_root *root, const struct vpb_journal *journal,
	struct vpb_setup_lines *lines)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text now = {};
	char path[PATH_MAX];
	int r = vpb_atomic_file_resolve(root, VPB_SETUP_CONFIG, path);

	if (r == 0)
		r = vpb_root_read(root, path, &now);
	/* What is in the way is told when the file is to be changed. */
	if (r < 0 || !now.data)
		return r == -ENOMEM ? r : 0;
	if (journal->is_hidden)
		return strncmp(now.data, HEAD, sizeof(HEAD) - 1) == 0
			       ? config_take(now.data, now.data, lines)
			       : 0;
	for (size_t i = 0; i < journal->file_count; i++)
		if (strcmp(journal->files[i].path, path) == 0)
			return config_take(
				journal->files[i].after.text.data, now.data, lines);
	return 0;
}

/* "SELECTOR+WORD,SELECTOR", as a second entry has it. */
static int word_take(const char *word, size_t length, struct vpb_setup_lines *lines)
{
	VPB_CLEANUP(vpb_freep) char *copy = strndup(word, length);
	char *rest = copy, *item;
	int r = copy ? 0 : -ENOMEM;

	while (r == 0 && (item = strsep(&rest, ","))) {
		for (char *plus = item; (plus = strchr(plus, '+'));)
			*plus = ' ';
		if (*item)
			r = vpb_setup_lines_add(lines, item, "", true);
	}
	return r;
}

int vpb_setup_lines_read(const struct vpb_root *root, const struct vpb_journal *journal,
	struct vpb_setup_lines *ret_lines)
{
	VPB_CLEANUP(vpb_setup_lines_done) struct vpb_setup_lines lines = {};
	int r = 0;

	/* All files of a second entry have the same word. */
	for (size_t i = 0; r == 0 && i < journal->file_count; i++) {
		const char *word = strstr(journal->files[i].after.text.data, BIND_WORD);

		if (!word || strstr(journal->files[i].original.text.data, BIND_WORD))
			continue;
		word += sizeof(BIND_WORD) - 1;
		r = word_take(word, strcspn(word, " \t\n\"'"), &lines);
	}
	if (r == 0)
		r = config_read(root, journal, &lines);
	if (r < 0)
		return r;
	*ret_lines = lines;
	lines = (struct vpb_setup_lines){};
	return 0;
}

bool vpb_setup_lines_have_entry(const struct vpb_setup_lines *lines, bool is_entry)
{
	for (size_t i = 0; i < lines->count; i++)
		if (lines->items[i].is_entry == is_entry)
			return true;
	return false;
}

void vpb_setup_lines_add_config(
	const struct vpb_setup_lines *lines, bool is_entry, struct vpb_text *text)
{
	vpb_text_add(text, "%s", is_entry ? "" : HEAD);
	for (size_t i = 0; i < lines->count; i++)
		if (lines->items[i].is_entry == is_entry)
			vpb_text_add(text, "%s" BIND "%s\n", lines->items[i].comment,
				lines->items[i].words);
}

void vpb_setup_lines_add_bind(const struct vpb_setup_lines *lines, struct vpb_text *text)
{
	const char *before = BIND_WORD;

	for (size_t i = 0; i < lines->count; i++) {
		if (!lines->items[i].is_entry)
			continue;
		vpb_text_add(text, "%s", before);
		for (const char *at = lines->items[i].words; *at; at++)
			vpb_text_add(text, "%c", *at == ' ' ? '+' : *at);
		before = ",";
	}
}
