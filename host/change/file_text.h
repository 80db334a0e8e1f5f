/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_FILE_TEXT_H
#define VPB_HOST_CHANGE_FILE_TEXT_H

#include "../../helper/sys/root.h"
#include "edit.h"

/* What a file holds at some time. */
struct vpb_version {
	bool is_there;
	/* Of the copy that the journal keeps, 0 where there is none. */
	unsigned int number;
	/* "" and not NULL also of a file that is not there; may hold a text even then. */
	struct vpb_text text;
};

/* Whether a file of the one is a file of the other. Pure. */
bool vpb_version_is(const struct vpb_version *a, const struct vpb_version *b);

/* These return 0 or -errno, and leave `version` as it was where they fail. */
int vpb_version_set(struct vpb_version *version, bool is_there, const char *bytes,
	size_t length, unsigned int number) VPB_MUST_CHECK;
int vpb_version_copy(
	struct vpb_version *to, const struct vpb_version *from) VPB_MUST_CHECK;

/* The file as it is; one that is missing is not there, and no error. */
int vpb_version_read(const struct vpb_root *root, const char *path,
	struct vpb_version *version) VPB_MUST_CHECK;

/*
 * Without our part, what is `now` a text of somebody's that was made of `after`, when that was
 * made of `before`. Where nothing is left, and `before` was no file, it is none either.
 * `result` may be one of the others.
 */
int vpb_version_take_out(enum vpb_parts parts, const struct vpb_version *before,
	const struct vpb_version *after, const struct vpb_version *now,
	struct vpb_version *result) VPB_MUST_CHECK;

#endif
