/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_FILE_TEXT_H
#define VPB_HOST_CHANGE_FILE_TEXT_H

#include "../../helper/sys/root.h"
#include "edit.h"

/* What a file holds at some time. */
struct vpb_file_text {
	bool is_there;
	/* The number of the copy that the journal keeps; 0: there is none. */
	unsigned int number;
	/* "" and not NULL also of a file that is not there; may hold a text even then. */
	struct vpb_text text;
};

/* Whether a file of the one is a file of the other. Pure. */
bool vpb_file_text_is(const struct vpb_file_text *a, const struct vpb_file_text *b);

/* These return 0 or -errno, and leave `version` as it was where they fail. */
int vpb_file_text_set(struct vpb_file_text *version, bool is_there, const char *bytes,
	size_t length, unsigned int number) VPB_MUST_CHECK;
int vpb_file_text_copy(
	struct vpb_file_text *to, const struct vpb_file_text *from) VPB_MUST_CHECK;

/* The file as it is; one that is missing is not there, and no error. */
int vpb_file_text_read(const struct vpb_root *root, const char *path,
	struct vpb_file_text *version) VPB_MUST_CHECK;

/*
 * Without our part, what is `now` a text of somebody's that was made of `after`, when that was
 * made of `before`. Where nothing is left, and `before` was no file, it is none either.
 * `result` may be one of the others.
 */
int vpb_file_text_take_out(enum vpb_parts parts, const struct vpb_file_text *before,
	const struct vpb_file_text *after, const struct vpb_file_text *now,
	struct vpb_file_text *result) VPB_MUST_CHECK;

#endif
