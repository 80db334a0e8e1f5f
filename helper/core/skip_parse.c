/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "skip_parse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/guess.h"
#include "rule_parse.h"

#define QUOTES "\"'"

bool vpb_skip_is_meant(const char *verb)
{
	size_t length;

	verb += strspn(verb, QUOTES);
	length = strcspn(verb, QUOTES ":=,;");
	return length == strlen("skip") && strncasecmp(verb, "skip", length) == 0;
}

bool vpb_skip_may_be_meant(const char *verb)
{
	struct vpb_guess guess = {.word = verb};

	vpb_guess_try(&guess, "bind");
	return !guess.best || guess.distance > 1;
}

/* Words that a bind takes after its device; here they mean nothing, and name nothing. */
static bool is_word_of_bind(const char *word)
{
	return strcmp(word, "all") == 0 || strncmp(word, "companions=", 11) == 0 ||
	       strncmp(word, "driver=", 7) == 0 || strncmp(word, "sleep=", 6) == 0 ||
	       strncmp(word, "allow=", 6) == 0;
}

/* An address whose identity cannot be read still protects the place. */
static int place_add(struct vpb_request *request, const char *word, const char *reason,
	const struct vpb_origin *origin)
{
	VPB_CLEANUP(vpb_freep) char *place = strndup(word, strcspn(word, "="));
	struct vpb_selector selector;
	const char *ignored;
	bool is_place;
	int r;

	if (!place)
		return -ENOMEM;
	is_place =
		strchr(word, '=') && vpb_selector_parse(place, &selector, &ignored) == 0;
	request->has_unread_skip |= !is_place;
	r = vpb_request_add_problem(request, origin, word, reason);
	if (r < 0 || !is_place)
		return r;
	return vpb_request_add_rule(request, VPB_VERB_SKIP, place, "", origin);
}

static int device_add(
	struct vpb_request *request, char *word, const struct vpb_origin *origin)
{
	size_t quotes = strspn(word, QUOTES);
	struct vpb_origin at = *origin;
	struct vpb_selector selector;
	const char *reason;

	at.column += (unsigned int)quotes;
	word += quotes;
	word[strcspn(word, QUOTES)] = '\0';
	if (!*word)
		return 0;
	if (vpb_selector_parse(word, &selector, &reason) < 0)
		return place_add(request, word, reason, &at);
	return vpb_request_add_rule(request, VPB_VERB_SKIP, word, "", &at);
}

int vpb_skip_parse(struct vpb_request *request, const char *words, const char *separators,
	const struct vpb_origin *origin)
{
	VPB_CLEANUP(vpb_freep) char *copy = strdup(words);
	char *rest = copy, *word, marks[16];
	bool has_device = false, is_told = false;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	snprintf(marks, sizeof(marks), ",%s", separators);
	while (r == 0 && (word = strsep(&rest, marks))) {
		struct vpb_origin at = *origin;

		if (!*word)
			continue;
		at.column += (unsigned int)(word - copy);
		if (has_device && is_word_of_bind(word)) {
			/* Once: one mistake, however many words. */
			if (!is_told)
				r = vpb_request_add_problem(request, &at, word,
					"'skip' takes no words after its device, which is "
					"still skipped");
			is_told = true;
			continue;
		}
		has_device = true;
		r = device_add(request, word, &at);
	}
	if (r < 0 || has_device)
		return r;
	request->has_unread_skip = true;
	return vpb_request_add_mistake(
		request, origin, words, "no device after 'skip'", VPB_SELECTOR_FORMS);
}
