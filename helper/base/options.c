/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "guess.h"
#include "log.h"
#include "text.h"

static const struct option *option_find(const struct option *known, int value)
{
	for (; known->name; known++)
		if (known->val == value)
			return known;
	return NULL;
}

/* Whether more than one long option begins as the word does. */
static bool is_ambiguous(const struct option *known, const char *word)
{
	size_t length = strcspn(word + 2, "="), count = 0;

	for (; known->name; known++)
		count += strncmp(known->name, word + 2, length) == 0;
	return count > 1;
}

/* Whether it is the word of that option, in full or its beginning. */
static bool is_word_of(const struct option *option, const char *word)
{
	return option && strncmp(word, "--", 2) == 0 &&
	       strncmp(option->name, word + 2, strcspn(word + 2, "=")) == 0;
}

/* The one that is meant, with its "--"; an option that takes a value may be followed by "=". */
static void unknown_say(const char *program, const struct option *known, const char *word)
{
	char typed[VPB_WORD_BYTES], buffer[VPB_GUESS_BYTES];
	struct vpb_guess guess = {.word = typed};

	snprintf(typed, sizeof(typed), "%.*s", (int)strcspn(word + 2, "="), word + 2);
	for (; known->name; known++)
		vpb_guess_try(&guess, known->name);
	fprintf(stderr, vpb_log_translated("%s: unrecognized option '%s'%s\n"), program,
		VPB_WORD(word), vpb_guess_question(&guess, "--", buffer));
}

/* optopt is 0 for a long option that is unknown or ambiguous, else the option's value. */
static void mistake_say(char **argv, const char *letters, const struct option *known)
{
	const char *word = argv[optind - 1];
	const struct option *option = option_find(known, optopt);
	const char letter[] = {(char)optopt, '\0'};

	if (!optopt && is_ambiguous(known, word))
		fprintf(stderr, vpb_log_translated("%s: ambiguous option '%s'\n"),
			argv[0], VPB_WORD(word));
	else if (!optopt)
		unknown_say(argv[0], known, word);
	else if (is_word_of(option, word))
		fprintf(stderr, vpb_log_translated("%s: option '--%s' %s\n"), argv[0],
			option->name,
			option->has_arg == required_argument
				? vpb_log_translated("requires an argument")
				: vpb_log_translated("doesn't allow an argument"));
	else
		fprintf(stderr, vpb_log_translated("%s: %s -- '%s'\n"), argv[0],
			strchr(letters, optopt)
				? vpb_log_translated("option requires an argument")
				: vpb_log_translated("invalid option"),
			VPB_WORD(letter));
}

int vpb_options_next(
	int argc, char **argv, const char *letters, const struct option *known)
{
	int option;

	opterr = 0;
	optopt = 0;
	option = getopt_long(argc, argv, letters, known, NULL);
	if (option == '?')
		mistake_say(argv, letters, known);
	return option;
}
