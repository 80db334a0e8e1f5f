/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_KERNEL_LINE_H
#define VPB_CORE_KERNEL_LINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The kernel command line as words, split as the kernel splits it (lib/cmdline.c, next_arg(), and
 * its table in lib/ctype.c): a quote anywhere makes blanks part of the word, and the byte 0xa0 is
 * a blank. Pure.
 */

/* What separates words, in a string for strspn(). */
#define VPB_KERNEL_BLANKS " \t\n\v\f\r\xa0"

/* Bytes of the word that `text` begins with, with its quotes; 0 at a blank and at the end. */
size_t vpb_kernel_word_length(const char *text);

/* The next word after the one that `text` begins with, or the end of the line. */
const char *vpb_kernel_word_next(const char *text);

/* Whether the first word of `text` has that key and a '='; '-' and '_' are the same there. */
bool vpb_kernel_word_has_key(const char *text, const char *key);

/* The first word of the line that has that key and a '=', or NULL. */
const char *vpb_kernel_line_find(const char *line, const char *key);

/* Whether it begins with the word "--": what follows that is for init, and does nothing in the kernel. */
bool vpb_kernel_word_is_end(const char *text);

/* That word of the line, or where the line ends. */
const char *vpb_kernel_line_end(const char *line);

/* A word without its quotes; the columns are those of the line, with them, from 1. */
struct vpb_kernel_word {
	char *key; /* goes on with the '=' and the value until the caller cuts that off */
	char *value; /* NULL where there is no '=' */
	unsigned int key_column;
	unsigned int value_column;
};

struct vpb_kernel_line {
	char *start; /* the caller's copy of the line, written to */
	char *rest;
};

/* Cuts the next word off; false at the end of the line. */
bool vpb_kernel_line_cut(struct vpb_kernel_line *line, struct vpb_kernel_word *ret_word);

#endif
