// SPDX-License-Identifier: GPL-2.0-or-later
#include "lines.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int text_read(FILE *file, char **ret_text, size_t *ret_bytes)
{
	size_t room = 65536, have = 0, got;
	char *text = malloc(room + 1), *more;

	while (text && (got = fread(text + have, 1, room - have, file)) > 0) {
		have += got;
		if (have < room)
			continue;
		room *= 2;
		more = realloc(text, room + 1);
		if (!more)
			free(text);
		text = more;
	}
	if (!text)
		return -ENOMEM;
	if (ferror(file)) {
		free(text);
		return -EIO;
	}
	text[have] = '\0';
	*ret_text = text;
	*ret_bytes = have;
	return 0;
}

/* A zero byte inside the text ends a line too: noise of a serial port must not hide the rest. */
static int lines_split(struct vpb_lines *lines, size_t bytes)
{
	size_t count = 1;
	char *at = lines->text;

	for (size_t i = 0; i < bytes; i++)
		count += lines->text[i] == '\n' || lines->text[i] == '\0';
	lines->line = calloc(count, sizeof(*lines->line));
	if (!lines->line)
		return -ENOMEM;
	while (at < lines->text + bytes) {
		size_t length = strcspn(at, "\n");

		lines->line[lines->count++] = at;
		if (length > 0 && at[length - 1] == '\r')
			at[length - 1] = '\0';
		at[length] = '\0';
		at += length + 1;
	}
	return 0;
}

int vpb_lines_read(const char *path, struct vpb_lines *ret)
{
	struct vpb_lines lines = {0};
	size_t bytes = 0;
	int error;
	FILE *file = fopen(path, "re");

	if (!file)
		return -errno;
	error = text_read(file, &lines.text, &bytes);
	fclose(file);
	if (!error)
		error = lines_split(&lines, bytes);
	if (error) {
		vpb_lines_done(&lines);
		return error;
	}
	*ret = lines;
	return 0;
}

int vpb_lines_read_at(const char *dir, const char *name, struct vpb_lines *ret)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", dir, name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	return vpb_lines_read(path, ret);
}

void vpb_lines_done(struct vpb_lines *lines)
{
	free(lines->line);
	free(lines->text);
	*lines = (struct vpb_lines){0};
}

/* The start of the @nth word and its length, or NULL. */
static const char *word_find(const char *line, unsigned int nth, size_t *ret_bytes)
{
	for (;;) {
		line += strspn(line, " \t");
		*ret_bytes = strcspn(line, " \t");
		if (*ret_bytes == 0)
			return NULL;
		if (nth-- == 0)
			return line;
		line += *ret_bytes;
	}
}

bool vpb_word(const char *line, unsigned int nth, char *ret, size_t bytes)
{
	size_t length;
	const char *word = word_find(line, nth, &length);

	if (!word || length >= bytes)
		return false;
	memcpy(ret, word, length);
	ret[length] = '\0';
	return true;
}

bool vpb_word_is(const char *line, unsigned int nth, const char *word)
{
	size_t length;
	const char *found = word_find(line, nth, &length);

	return found && length == strlen(word) && memcmp(found, word, length) == 0;
}

bool vpb_word_in(const char *line, const char *word)
{
	size_t length;

	for (unsigned int i = 0; word_find(line, i, &length); i++)
		if (vpb_word_is(line, i, word))
			return true;
	return false;
}

bool vpb_field(const char *line, const char *name, char *ret, size_t bytes)
{
	size_t length, start = strlen(name);
	const char *word;

	for (unsigned int i = 0; (word = word_find(line, i, &length)); i++) {
		if (length <= start || strncmp(word, name, start) != 0 ||
			word[start] != '=')
			continue;
		length -= start + 1;
		if (length >= bytes)
			return false;
		memcpy(ret, word + start + 1, length);
		ret[length] = '\0';
		return true;
	}
	return false;
}

const char *vpb_after(const char *line, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(line, prefix, length) == 0 ? line + length : NULL;
}

const char *vpb_basename(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}
