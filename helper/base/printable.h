/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_PRINTABLE_H
#define VPB_BASE_PRINTABLE_H

#include <stddef.h>
#include <stdint.h>

#include "text.h"

/*
 * Text that comes from elsewhere (arguments, files, names of files) can hold bytes that move the
 * cursor or colour what follows. What is printed of it goes through here. Pure.
 */

/*
 * Adds the text with every control character (also those from U+0080 to U+009F) and every byte
 * that is not UTF-8 as \xHH. The newline is one of them.
 */
void vpb_text_add_printable(struct vpb_text *text, const char *from);

/* The same, and whatever is not ASCII as \xHH too: for consoles that know no other letters. */
void vpb_text_add_ascii(struct vpb_text *text, const char *from);

/*
 * Bytes of the letter that `text` begins with, 1 to 4, and its number; 0 at a byte that is not
 * UTF-8, as of overlong forms and surrogates (RFC 3629).
 */
size_t vpb_utf8_length(const char *text, uint32_t *ret_letter);

#endif
