/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file of lines "key: value", any key as often as needed, and comments that start with #.
 * A key that is not known is an error, and so is one that is needed and missing.
 */
#ifndef VPB_VM_JUDGE_PAIRS_H
#define VPB_VM_JUDGE_PAIRS_H

#include "lines.h"

struct vpb_pair {
	const char *key;
	const char *value;
	unsigned int line;
};

struct vpb_pairs {
	const char *path;
	const char *name; /* the file's name */
	struct vpb_lines lines;
	struct vpb_pair *pair;
	size_t count;
};

/*
 * @known and @needed end with NULL. Says on stderr what is wrong with the file. @path is
 * borrowed. Returns 0 or -errno.
 */
VPB_MUST_USE int vpb_pairs_read(const char *path, const char *const *known,
	const char *const *needed, struct vpb_pairs *ret);

void vpb_pairs_done(struct vpb_pairs *pairs);

/* The @nth value of @key, or NULL. */
const char *vpb_pairs_get(
	const struct vpb_pairs *pairs, const char *key, unsigned int nth);

#endif
