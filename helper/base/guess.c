/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guess.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum {
	WORD_MAX = 31,
};

static unsigned int smaller(unsigned int a, unsigned int b)
{
	return a < b ? a : b;
}

static bool is_same(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* How many steps make one word the other: optimal string alignment, a row a letter of `a`. */
static unsigned int distance_of(const char *a, const char *b)
{
	unsigned int rows[3][WORD_MAX + 1] = {};
	size_t a_length = strlen(a), b_length = strlen(b);

	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = (unsigned int)j;
	for (size_t i = 1; i <= a_length; i++) {
		unsigned int *row = rows[i % 3], *above = rows[(i + 2) % 3],
			     *second = rows[(i + 1) % 3];

		row[0] = (unsigned int)i;
		for (size_t j = 1; j <= b_length; j++) {
			row[j] = smaller(smaller(row[j - 1], above[j]) + 1,
				above[j - 1] + !is_same(a[i - 1], b[j - 1]));
			if (i > 1 && j > 1 && is_same(a[i - 1], b[j - 2]) &&
				is_same(a[i - 2], b[j - 1]))
				row[j] = smaller(row[j], second[j - 2] + 1);
		}
	}
	return rows[a_length % 3][b_length];
}

void vpb_guess_try(struct vpb_guess *guess, const char *candidate)
{
	size_t typed = strlen(guess->word), length = strlen(candidate);
	unsigned int distance;

	if (typed > WORD_MAX || length > WORD_MAX)
		return;
	distance = distance_of(guess->word, candidate);
	if (distance * 3 > (typed > length ? typed : length) ||
		(guess->best && guess->distance <= distance))
		return;
	guess->best = candidate;
	guess->distance = distance;
}

const char *vpb_guess_question(
	const struct vpb_guess *guess, const char *start, char buffer[VPB_GUESS_BYTES])
{
	buffer[0] = '\0';
	if (guess->best)
		snprintf(buffer, VPB_GUESS_BYTES, "; did you mean '%s%s'?", start,
			guess->best);
	return buffer;
}
