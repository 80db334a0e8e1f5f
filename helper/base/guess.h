/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_GUESS_H
#define VPB_BASE_GUESS_H

/* What a mistyped word may have been meant to be. Pure. */
struct vpb_guess {
	const char *word; /* as it was typed */
	const char *best; /* the nearest that was tried, or NULL where none is near */
	unsigned int distance; /* of `best` */
};

/*
 * Looks whether the candidate, which is not copied, is nearer than those before. Near is one letter
 * in three: left out, too much, another one, or two that changed places; upper case is lower case.
 */
void vpb_guess_try(struct vpb_guess *guess, const char *candidate);

/*
 * For the end of a message: "; did you mean 'WORD'?", with `start` before the word, or "" where
 * nothing is near.
 */
#define VPB_GUESS_BYTES 64
const char *vpb_guess_question(
	const struct vpb_guess *guess, const char *start, char buffer[VPB_GUESS_BYTES]);

#endif
