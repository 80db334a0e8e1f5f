/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "loader_text.h"

#include <errno.h>
#include <string.h>

#include "../machine/kernel_words.h"

/* Inside a string rEFInd reads two quotes as one that belongs to it. NULL: there is no string. */
static const char *string_end(const char *at)
{
	if (*at != '"')
		return NULL;
	while ((at = strchr(at + 1, '"')) && at[1] == '"')
		at++;
	return at;
}

/* A line of two strings, label and options, with the words in the second; else as it is. */
static bool refind_line_add(const char *line, const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text all = {};
	VPB_CLEANUP(vpb_freep) char *base = NULL;
	const char *options = string_end(line + strspn(line, " \t")), *end = NULL;

	if (options) {
		options += 1 + strspn(options + 1, " \t");
		end = string_end(options);
	}
	if (!end) {
		vpb_text_add(text, "%s\n", line);
		return false;
	}
	options++;
	base = strndup(options, (size_t)(end - options));
	if (base)
		vpb_loader_join(base, words, &all);
	text->failed |= !base || all.failed;
	vpb_text_add(text, "%.*s%s%s\n", (int)(options - line), line,
		all.data ? all.data : "", end);
	return true;
}

/* Without a line that is one rEFInd would boot by a guess, and not by our words. */
static int refind_lines_add(const struct vpb_root *root, const char *words,
	struct vpb_text *text, bool *ret_any)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text file = {};
	int r = vpb_root_read(root, "boot/refind_linux.conf", &file);
	char *rest = file.data, *line;

	*ret_any = false;
	while (r == 0 && (line = strsep(&rest, "\n")))
		if (rest || *line)
			*ret_any |= refind_line_add(line, words, text);
	return r == -ENOENT ? 0 : r;
}

static int base_read(
	const struct vpb_root *root, enum vpb_loader_base from, struct vpb_text *ret_base)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};
	int r = 0;

	if (from != VPB_BASE_NONE &&
		!(from == VPB_BASE_IF_FIRST && vpb_kernel_words_have_file(root)))
		r = vpb_kernel_words_read(root, &words);
	for (const char *at = words.data; r == 0 && at && *at; at++)
		vpb_text_add(ret_base, "%c%s", *at,
			from == VPB_BASE_REFIND && *at == '"' ? "\"" : "");
	return r < 0 ? r : vpb_text_error(ret_base);
}

int vpb_loader_text_make(const struct vpb_root *root, const struct vpb_loader *loader,
	const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text base = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text all = {};
	bool is_made = false;
	int r = 0;

	if (loader->base == VPB_BASE_REFIND)
		r = refind_lines_add(root, words, text, &is_made);
	if (r < 0 || is_made)
		return r < 0 ? r : vpb_text_error(text);
	r = base_read(root, loader->base, &base);
	if (r < 0)
		return r;
	vpb_loader_join(base.data ? base.data : "", words, &all);
	vpb_loader_add(&loader->form, all.data ? all.data : "", text);
	r = vpb_text_error(&all);
	return r < 0 ? r : vpb_text_error(text);
}
