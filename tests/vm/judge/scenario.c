// SPDX-License-Identifier: GPL-2.0-or-later
#include "scenario.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const known_keys[] = {
	"title",
	"package",
	"card",
	"device",
	"config",
	"file",
	"prepare",
	"cmdline",
	"seconds",
	"group",
	"function",
	"expect",
	"mutant",
};

static bool key_known(const char *key)
{
	for (size_t i = 0; i < sizeof(known_keys) / sizeof(known_keys[0]); i++)
		if (strcmp(known_keys[i], key) == 0)
			return true;
	return false;
}

/* Cuts "key: value" in two, in place. */
static int pair_parse(char *line, struct vpb_pair *ret)
{
	char *colon = strchr(line, ':');

	if (!colon)
		return -EINVAL;
	*colon = '\0';
	if (!key_known(line))
		return -EINVAL;
	ret->key = line;
	ret->value = colon + 1 + strspn(colon + 1, " \t");
	return 0;
}

static int pairs_parse(struct vpb_scenario *scenario)
{
	scenario->pair = calloc(scenario->lines.count + 1, sizeof(*scenario->pair));
	if (!scenario->pair)
		return -ENOMEM;
	for (size_t i = 0; i < scenario->lines.count; i++) {
		char *line = scenario->lines.line[i];

		if (line[0] == '\0' || line[0] == '#')
			continue;
		if (pair_parse(line, &scenario->pair[scenario->count])) {
			fprintf(stderr, "%s:%zu: '%s' is no known key\n", scenario->path,
				i + 1, line);
			return -EINVAL;
		}
		scenario->pair[scenario->count++].line = (unsigned int)i + 1;
	}
	return 0;
}

/* What must not be forgotten: without it a run would prove less than it says. */
static int scenario_check(const struct vpb_scenario *scenario)
{
	static const char *const needed[] = {
		"title", "package", "function", "expect", "mutant"};
	const char *group = vpb_scenario_get(scenario, "group", 0);

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		if (vpb_scenario_get(scenario, needed[i], 0))
			continue;
		fprintf(stderr, "%s: has no line '%s:'\n", scenario->path, needed[i]);
		return -EINVAL;
	}
	if (group && strcmp(group, "none") != 0) {
		fprintf(stderr, "%s: 'group: %s' is not 'group: none'\n", scenario->path,
			group);
		return -EINVAL;
	}
	return 0;
}

int vpb_scenario_read(const char *path, struct vpb_scenario *ret)
{
	struct vpb_scenario scenario = {.path = path, .name = vpb_basename(path)};
	int error = vpb_lines_read(path, &scenario.lines);

	if (error)
		fprintf(stderr, "%s: %s\n", path, strerror(-error));
	if (!error)
		error = pairs_parse(&scenario);
	if (!error)
		error = scenario_check(&scenario);
	if (error) {
		vpb_scenario_done(&scenario);
		return error;
	}
	*ret = scenario;
	return 0;
}

void vpb_scenario_done(struct vpb_scenario *scenario)
{
	free(scenario->pair);
	vpb_lines_done(&scenario->lines);
	*scenario = (struct vpb_scenario){0};
}

const char *vpb_scenario_get(
	const struct vpb_scenario *scenario, const char *key, unsigned int nth)
{
	for (size_t i = 0; i < scenario->count; i++)
		if (strcmp(scenario->pair[i].key, key) == 0 && nth-- == 0)
			return scenario->pair[i].value;
	return NULL;
}
