/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FUZZ_MEMORY_H
#define FUZZ_MEMORY_H

#include "fuzz.h"

/*
 * A root whose files are in memory only, for parsers that read files: a real one, even in /dev/shm,
 * takes longer than all that is done with it. The linker sends the calls of libc's functions here
 * (fuzz.mk), so that the product's own code is all in use; only what it opens below this root is
 * answered here. Paths are compared as they are, there are no links, nothing can be written.
 */
const struct vpb_root *memory_get(void);

/* Forgets all files. */
void memory_clear(void);

/* Adds a file; path and bytes stay the caller's, and as they are until memory_clear(). */
void memory_add(const char *path, const void *bytes, size_t length);

/* Takes it out; one that is not there is none. */
void memory_drop(const char *path);

bool memory_has(const char *path);

#endif
