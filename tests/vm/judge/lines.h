/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Text files as lines, lines as words. Everything that the lab's judge reads comes through
 * here; it shares no code with the programs under test.
 */
#ifndef VPB_VM_JUDGE_LINES_H
#define VPB_VM_JUDGE_LINES_H

#include <stdbool.h>
#include <stddef.h>

#define VPB_MUST_USE __attribute__((warn_unused_result))

struct vpb_lines {
	char *text; /* one block, with a zero byte where each line ended */
	char **line; /* without line ends */
	size_t count;
};

/* Reads the whole file. Returns 0 or -errno; @ret is written only on success. */
VPB_MUST_USE int vpb_lines_read(const char *path, struct vpb_lines *ret);

void vpb_lines_done(struct vpb_lines *lines);

/* Reads DIR/NAME. */
VPB_MUST_USE int vpb_lines_read_at(
	const char *dir, const char *name, struct vpb_lines *ret);

/* The @nth word (from 0) of @line into @ret; false when there is none or it has no room. */
bool vpb_word(const char *line, unsigned int nth, char *ret, size_t bytes);

/* Whether the @nth word is @word. */
bool vpb_word_is(const char *line, unsigned int nth, const char *word);

/* The VALUE of the word NAME=VALUE in @line; false when there is none or it has no room. */
bool vpb_field(const char *line, const char *name, char *ret, size_t bytes);

/* Whether some word of @line is @word. */
bool vpb_word_in(const char *line, const char *word);

/* What comes after @prefix in @line, or NULL when it does not start so. */
const char *vpb_after(const char *line, const char *prefix);

/* What follows the last '/' of @path. */
const char *vpb_basename(const char *path);

#endif
