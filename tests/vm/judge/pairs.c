// SPDX-License-Identifier: GPL-2.0-or-later
#include "pairs.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool key_known(const char *key, const char *const *known)
{
	for (; *known; known++)
		if (strcmp(*known, key) == 0)
			return true;
	return false;
}

/* Cuts "key: value" in two, in place. */
static int pair_parse(char *line, const char *const *known, struct vpb_pair *ret)
{
	char *colon = strchr(line, ':');

	if (!colon)
		return -EINVAL;
	*colon = '\0';
	if (!key_known(line, known))
		return -EINVAL;
	ret->key = line;
	ret->value = colon + 1 + strspn(colon + 1, " \t");
	return 0;
}

static int pairs_parse(struct vpb_pairs *pairs, const char *const *known)
{
	pairs->pair = calloc(pairs->lines.count + 1, sizeof(*pairs->pair));
	if (!pairs->pair)
		return -ENOMEM;
	for (size_t i = 0; i < pairs->lines.count; i++) {
		char *line = pairs->lines.line[i];

		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (pair_parse(line, known, &pairs->pair[pairs->count])) {
			fprintf(stderr, "%s:%zu: '%s' is no known key\n", pairs->path,
				i + 1, line);
			return -EINVAL;
		}
		pairs->pair[pairs->count++].line = (unsigned int)i + 1;
	}
	return 0;
}

static int pairs_check(const struct vpb_pairs *pairs, const char *const *needed)
{
	for (; *needed; needed++) {
		if (vpb_pairs_get(pairs, *needed, 0))
			continue;
		fprintf(stderr, "%s: has no line '%s:'\n", pairs->path, *needed);
		return -EINVAL;
	}
	return 0;
}

int vpb_pairs_read(const char *path, const char *const *known, const char *const *needed,
	struct vpb_pairs *ret)
{
	struct vpb_pairs pairs = {.path = path, .name = vpb_basename(path)};
	int error = vpb_lines_read(path, &pairs.lines);

	if (error)
		fprintf(stderr, "%s: %s\n", path, strerror(-error));
	if (!error)
		error = pairs_parse(&pairs, known);
	if (!error)
		error = pairs_check(&pairs, needed);
	if (error) {
		vpb_pairs_done(&pairs);
		return error;
	}
	*ret = pairs;
	return 0;
}

void vpb_pairs_done(struct vpb_pairs *pairs)
{
	free(pairs->pair);
	vpb_lines_done(&pairs->lines);
	*pairs = (struct vpb_pairs){0};
}

const char *vpb_pairs_get(
	const struct vpb_pairs *pairs, const char *key, unsigned int nth)
{
	for (size_t i = 0; i < pairs->count; i++)
		if (strcmp(pairs->pair[i].key, key) == 0 && nth-- == 0)
			return pairs->pair[i].value;
	return NULL;
}
