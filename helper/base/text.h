/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_TEXT_H
#define VPB_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "cleanup.h"

/* A message that is made here, and translated where it is printed (host/terminal/language.h). */
#define N_(message) message

/*
 * Text that grows. Zeroed memory is the empty text; `data` is NULL until something was added,
 * else a NUL-terminated string of `length` bytes. The caller owns it and ends it with
 * vpb_text_done().
 *
 * An add that finds no memory leaves the text as it was and is remembered, so that a caller
 * adds a whole page and asks vpb_text_error() once.
 */
struct vpb_text {
	char *data;
	size_t length;
	size_t room_bytes;
	bool failed;
};

void vpb_text_done(struct vpb_text *text);

void vpb_text_add(struct vpb_text *text, const char *format, ...) VPB_PRINTF(2, 3);

/* The same bytes as they are, NUL included. */
void vpb_text_add_bytes(struct vpb_text *text, const void *bytes, size_t length);

/*
 * Adds text that comes from elsewhere, with control characters and bytes that are not UTF-8 as
 * \xHH (printable.h). The second does so with all that is not ASCII: not every console knows more.
 */
void vpb_text_add_printable(struct vpb_text *text, const char *from);
void vpb_text_add_ascii(struct vpb_text *text, const char *from);

/*
 * A user's word for a message: printable, and cut off with "..." where it would fill the buffer,
 * which is returned.
 */
#define VPB_WORD_BYTES 80
const char *vpb_word_cut(const char *word, char buffer[VPB_WORD_BYTES]);

/* For the time of the block that it is in. */
#define VPB_WORD(word) vpb_word_cut(word, (char[VPB_WORD_BYTES]){0})

/* The index of `word` among the words, or `count` where it is none of them. */
size_t vpb_word_find(const char *const words[], size_t count, const char *word);

/* Whether the word begins or ends so; NULL does not. */
bool vpb_word_has_start(const char *word, const char *start);
bool vpb_word_has_end(const char *word, const char *end);

/* Bytes of the escape "\\xHH" that `text` begins with, and the byte it stands for; else 0. */
size_t vpb_word_escape(const char *text, char *ret_byte);

/* 0, or -ENOMEM when any add since the beginning failed. */
int vpb_text_error(const struct vpb_text *text) VPB_MUST_CHECK;

#endif
