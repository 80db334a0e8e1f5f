/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "file_text.h"

#include <errno.h>
#include <string.h>

#include "atomic_file.h"

bool vpb_file_text_is(const struct vpb_file_text *a, const struct vpb_file_text *b)
{
	return a->is_there == b->is_there &&
	       (!a->is_there ||
		       (a->text.length == b->text.length &&
			       memcmp(a->text.data, b->text.data, a->text.length) == 0));
}

int vpb_file_text_set(struct vpb_file_text *version, bool is_there, const char *bytes,
	size_t length, unsigned int number)
{
	struct vpb_text text = {};

	vpb_text_add(&text, "%s", "");
	vpb_text_add_bytes(&text, bytes, length);
	if (vpb_text_error(&text) < 0) {
		vpb_text_done(&text);
		return -ENOMEM;
	}
	vpb_text_done(&version->text);
	*version = (struct vpb_file_text){is_there, number, text};
	return 0;
}

int vpb_file_text_copy(struct vpb_file_text *to, const struct vpb_file_text *from)
{
	return vpb_file_text_set(
		to, from->is_there, from->text.data, from->text.length, from->number);
}

int vpb_file_text_read(
	const struct vpb_root *root, const char *path, struct vpb_file_text *version)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_atomic_file_read(root, path, &text);

	if (r < 0 && r != -ENOENT)
		return r;
	return vpb_file_text_set(
		version, r == 0, text.data ? text.data : "", text.length, 0);
}

static bool is_blank(const struct vpb_text *text)
{
	return strspn(text->data, " \t\n") == text->length;
}

int vpb_file_text_take_out(enum vpb_parts parts, const struct vpb_file_text *before,
	const struct vpb_file_text *after, const struct vpb_file_text *now,
	struct vpb_file_text *result)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_edit_take_out(
		parts, before->text.data, after->text.data, now->text.data, &text);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	return vpb_file_text_set(result,
		now->is_there && (before->is_there || !is_blank(&text)), text.data,
		text.length, 0);
}
