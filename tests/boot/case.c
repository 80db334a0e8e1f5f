/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "case.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "process.h"

/* NUL in a file's text is kept as this byte, which no case needs for itself. */
#define NUL_STAND_IN '\xff'

static void text_append(char **text, const char *more, const char *end)
{
	char *all = text_make("%s%s%s", *text ? *text : "", more, end);

	free(*text);
	*text = all;
}

/* In place. */
static void escapes_undo(char *text)
{
	char *to = text;

	for (const char *from = text; from && *from; from++) {
		char hex[3] = {0};

		if (*from != '\\') {
			*to++ = *from;
			continue;
		}
		switch (*++from) {
		case 'n':
			*to++ = '\n';
			break;
		case 't':
			*to++ = '\t';
			break;
		case '0':
			*to++ = NUL_STAND_IN;
			break;
		case 'x':
			memcpy(hex, from + 1, strnlen(from + 1, 2));
			*to++ = (char)strtoul(hex, NULL, 16);
			from += strlen(hex);
			break;
		default:
			*to++ = *from;
		}
	}
	if (to)
		*to = '\0';
}

static char *args_copy(const char *args)
{
	char *copy = strdup(args);

	escapes_undo(copy);
	return copy;
}

static bool entry_add(
	struct test_case *test, const char *verb, char *rest, char ***ret_text)
{
	struct entry *entry = &test->entries[test->entry_count];
	bool has_more = strcmp(verb, "huge") == 0 || strcmp(verb, "link") == 0;
	char *path = has_more ? strsep(&rest, " ") : rest;

	if (!path || !*path || test->entry_count == ENTRIES_MAX)
		return false;
	*entry = (struct entry){
		strdup(verb), strdup(path), strdup(has_more && rest ? rest : "")};
	test->entry_count++;
	*ret_text = &entry->text;
	return true;
}

/* `*text` becomes the place for the lines that follow with '>', or NULL. */
static bool line_take(struct test_case *test, char *line, char ***text)
{
	char *rest = line, *verb = strsep(&rest, " ");

	*text = NULL;
	if (strcmp(verb, "machine") == 0 && rest)
		test->machine = strdup(rest);
	else if (strcmp(verb, "with") == 0 && rest)
		text_append(&test->with, rest, "\n");
	else if (strcmp(verb, "program") == 0 && rest && strcmp(rest, "late") == 0)
		test->is_late = true;
	else if (strcmp(verb, "args") == 0)
		test->args = args_copy(rest ? rest : "");
	else if (strcmp(verb, "status") == 0 && rest)
		test->status = atoi(rest);
	else if (strcmp(verb, "unscanned") == 0)
		test->is_unscanned = true;
	else if (strcmp(verb, "stdout") == 0)
		*text = &test->out;
	else if (strcmp(verb, "stderr") == 0)
		*text = &test->err;
	else if (strcmp(verb, "writes") == 0)
		*text = &test->writes;
	else if (strcmp(verb, "file") == 0 || strcmp(verb, "huge") == 0 ||
		 strcmp(verb, "link") == 0 || strcmp(verb, "after") == 0 ||
		 strcmp(verb, "fifo") == 0 || strcmp(verb, "absent") == 0)
		return entry_add(test, verb, rest, text);
	else
		return false;
	return true;
}

bool case_read(const char *path, struct test_case *test)
{
	char *text = file_read(path), *rest = text, *line;
	char **place = NULL;
	bool fine = text != NULL;

	for (unsigned int number = 1; fine && (line = strsep(&rest, "\n")); number++) {
		if (*line == '>' && place) {
			text_append(place, line[1] ? line + 2 : "", "\n");
		} else if (*line == '!' && place) {
			escapes_undo(line);
			text_append(place, line + 2, "");
		} else if (*line && *line != '#') {
			fine = line_take(test, line, &place);
		}
		if (!fine)
			fprintf(stderr, "%s:%u: this line is not understood\n", path,
				number);
	}
	free(text);
	return fine && test->machine;
}

void case_done(struct test_case *test)
{
	for (unsigned int i = 0; i < test->entry_count; i++) {
		free(test->entries[i].verb);
		free(test->entries[i].path);
		free(test->entries[i].text);
	}
	free(test->machine);
	free(test->with);
	free(test->args);
	free(test->out);
	free(test->err);
	free(test->writes);
}

static bool entry_make(const struct entry *entry, const char *path)
{
	bool is_huge = strcmp(entry->verb, "huge") == 0;
	FILE *file;

	unlink(path);
	if (strcmp(entry->verb, "link") == 0)
		return symlink(entry->text, path) == 0;
	if (strcmp(entry->verb, "fifo") == 0)
		return mkfifo(path, 0644) == 0;
	file = fopen(path, "we");
	if (!file)
		return false;
	for (long i = 0; is_huge && i < atol(entry->text); i++)
		putc('x', file);
	for (const char *c = entry->text; !is_huge && *c; c++)
		putc(*c == NUL_STAND_IN ? '\0' : *c, file);
	return fclose(file) == 0;
}

bool case_prepare(const struct test_case *test, const char *tree)
{
	for (unsigned int i = 0; i < test->entry_count; i++) {
		const struct entry *entry = &test->entries[i];
		char *path = text_make("%s/%s", tree, entry->path);
		bool fine = true;

		if (strcmp(entry->verb, "after") != 0 &&
			strcmp(entry->verb, "absent") != 0) {
			for (char *slash = path + strlen(tree) + 1;
				(slash = strchr(slash, '/')); *slash++ = '/') {
				*slash = '\0';
				mkdir(path, 0755);
			}
			fine = entry_make(entry, path);
		}
		if (!fine)
			perror(path);
		free(path);
		if (!fine)
			return false;
	}
	return true;
}
