/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef FUZZ_FOLDER_H
#define FUZZ_FOLDER_H

#include "fuzz.h"

/* A folder in memory that plays the root, for parsers that read files; removed at the end. */
const struct vpb_root *folder_get(void);

/* Makes the file of that path, and what is above it. */
void folder_put(const char *path, const void *bytes, size_t length);

/* Removes it. */
void folder_drop(const char *path);

#endif
