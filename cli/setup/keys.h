/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_KEYS_H
#define VPB_CLI_SETUP_KEYS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Keys of the terminal on stdin, one by one and without an echo. What ends or stops the program
 * meanwhile, by a key, by another program or by a fault of ours, leaves the terminal as it was.
 */

enum vpb_key {
	VPB_KEY_END = -1, /* of the input, or it cannot be read */
	VPB_KEY_NONE = 0, /* one that means nothing here */
	/* 1 to 255 are what the key sends. */
	VPB_KEY_ENTER = '\n',
	VPB_KEY_ESCAPE = 0x1b,
	VPB_KEY_ERASE = 0x7f,
	VPB_KEY_UP = 0x100,
	VPB_KEY_DOWN,
	VPB_KEY_FIRST,
	VPB_KEY_LAST,
	/* No keys: the window has another size; the program was stopped, and others wrote below it. */
	VPB_KEY_RESIZED,
	VPB_KEY_AGAIN,
};

struct vpb_window {
	size_t columns, lines;
};

/*
 * Whether stdin and stdout are a terminal whose cursor can be moved, and whose size is known: not one
 * over a serial line, nor where NO_COLOR or --color=never asks for plain text.
 */
bool vpb_keys_are_usable(void);

/* False where the terminal does not tell. */
bool vpb_window_read(struct vpb_window *ret_window);

/* Between these two vpb_key_read() may be called. False where that cannot be had. */
bool vpb_keys_begin(void);
void vpb_keys_end(void);

/* Waits for one. */
enum vpb_key vpb_key_read(void);

#endif
