/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "file_text.h"

#include <errno.h>
#include <string.h>

#include "atomic_file.h"

bool vpb_version_is(const struct vpb_version *a, const struct vpb_version *b)
{
	return a->is_there == b->is_there &&
	       (!a->is_there ||
		       (a->text.length == b->text.length &&
			       memcmp(a->text.data, b->text.data, a->text.length) == 0));
}

int vpb_version_set(struct vpb_version *version, bool is_there, const char *bytes,
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
	*version = (struct vpb_version){is_there, number, text};
	return 0;
}

int vpb_version_copy(struct vpb_version *to, const struct vpb_version *from)
{
	return vpb_version_set(
		to, from->is_there, from->text.data, from->text.length, from->number);
}

int vpb_version_read(
	const struct vpb_root *root, const char *path, struct vpb_version *version)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r = vpb_whole_read(root, path, &text);

	if (r < 0 && r != -ENOENT)
		return r;
	return vpb_version_set(
		version, r == 0, text.data ? text.data : "", text.length, 0);
}

static bool is_blank(const struct vpb_text *text)
{
	return strspn(text->data, " \t\n") == text->length;
}

int vpb_version_take_out(enum vpb_parts parts, const struct vpb_version *before,
	const struct vpb_version *after, const struct vpb_version *now,
	struct vpb_version *result)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_edit_take_out(
		parts, before->text.data, after->text.data, now->text.data, &text);
	if (vpb_text_error(&text) < 0)
		return -ENOMEM;
	return vpb_version_set(result,
		now->is_there && (before->is_there || !is_blank(&text)), text.data,
		text.length, 0);
}
