/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_BASE_PRINTABLE_H
#define VPB_BASE_PRINTABLE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Text that comes from elsewhere (arguments, files, names of files) can hold bytes that move the
 * cursor or colour what follows. What is printed of it goes through here. Pure.
 */

/* Room for a letter of UTF-8, or "\\xHH", and the NUL. */
#define VPB_PRINTABLE_BYTES 5

/*
 * Takes the letter that `from` begins with, where it is one up to `last`; a control character (also
 * those from U+0080 to U+009F) and a byte that is not UTF-8 is taken as \xHH. The newline is a
 * control character. Returns how many bytes were taken; `from` must not be empty.
 */
size_t vpb_printable_take(
	const char *from, uint32_t last, char ret_piece[VPB_PRINTABLE_BYTES]);

/*
 * Bytes of the letter that `text` begins with, 1 to 4, and its number; 0 at a byte that is not
 * UTF-8, as in overlong forms and surrogates (RFC 3629).
 */
size_t vpb_utf8_length(const char *text, uint32_t *ret_letter);

#endif
