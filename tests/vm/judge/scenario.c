// SPDX-License-Identifier: GPL-2.0-or-later
#include "scenario.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* The value of @key has to be one of the @words, where there is one. */
static int one_of(const struct vpb_pairs *pairs, const char *key, const char *words)
{
	const char *value = vpb_pairs_get(pairs, key, 0);

	if (!value || vpb_word_in(words, value))
		return 0;
	fprintf(stderr, "%s: '%s: %s' is none of: %s\n", pairs->path, key, value, words);
	return -EINVAL;
}

int vpb_scenario_read(const char *path, struct vpb_pairs *ret)
{
	static const char *const known[] = {"title", "package", "card", "device", "disk",
		"drive", "build", "with", "config", "file", "prepare", "cmdline",
		"seconds", "group", "function", "expect", "mutant", "needs", "starts",
		"signed", "entry", "addon", "profile", "credential", "first", "action",
		"plug", NULL};
	/* What must not be forgotten: without it a run would prove less than it says. */
	static const char *const needed[] = {
		"title", "package", "function", "expect", "mutant", NULL};
	int error = vpb_pairs_read(path, known, needed, ret);

	if (!error)
		error = one_of(ret, "group", "none");
	if (!error)
		error = one_of(ret, "package", "yes no vm");
	if (!error)
		error = one_of(ret, "starts", "yes no");
	if (!error)
		error = one_of(ret, "plug", "asked");
	if (!error)
		error = one_of(ret, "signed", "no uki");
	if (error)
		vpb_pairs_done(ret);
	return error;
}

int vpb_system_read(const char *path, struct vpb_pairs *ret)
{
	static const char *const known[] = {"suite", "generator", "variant", "init",
		"built", "file", "with", "scenarios", "uki", "secureboot", "loader",
		"builtin", NULL};
	static const char *const needed[] = {"suite", "generator", "init", NULL};
	int error = vpb_pairs_read(path, known, needed, ret);

	if (!error)
		error = one_of(ret, "init", "script systemd");
	if (!error)
		error = one_of(ret, "built", "here guest");
	if (!error)
		error = one_of(ret, "secureboot", "yes no");
	if (error)
		vpb_pairs_done(ret);
	return error;
}

bool vpb_system_boots(const struct vpb_pairs *system, const struct vpb_pairs *scenario)
{
	const char *list = vpb_pairs_get(system, "scenarios", 0);
	const char *needs = vpb_pairs_get(scenario, "needs", 0);
	char word[64];

	if (needs && !vpb_pairs_get(system, needs, 0))
		return false;
	for (unsigned int i = 0; list && vpb_word(list, i, word, sizeof(word)); i++)
		if (strcmp(word, scenario->name) == 0)
			return true;
	return !list;
}
