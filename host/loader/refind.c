/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../machine/cmdline.h"
#include "../machine/kernel_words.h"
#include "change.h"
#include "refind_stanzas.h"

#define CONF "boot/refind_linux.conf"

/* Inside a string rEFInd reads two quotes as one that belongs to it. NULL: there is no string. */
static const char *string_end(const char *at)
{
	if (*at != '"')
		return NULL;
	while ((at = strchr(at + 1, '"')) && at[1] == '"')
		at++;
	return at;
}

/* What stands in such a string, without the doubling; and back into it. */
static void string_read(const char *at, const char *end, struct vpb_text *text)
{
	for (; at < end; at += 1 + (*at == '"'))
		vpb_text_add(text, "%c", *at);
}

static void string_add(const char *words, struct vpb_text *text)
{
	for (const char *at = words; at && *at; at++)
		vpb_text_add(text, "%c%s", *at, *at == '"' ? "\"" : "");
}

/* The second of a line's two strings, label and options, and its end; else NULL. */
static const char *options_find(const char *line, const char **ret_end)
{
	const char *options = string_end(line + strspn(line, " \t"));

	if (!options)
		return NULL;
	options += 1 + strspn(options + 1, " \t");
	*ret_end = string_end(options);
	return *ret_end ? options + 1 : NULL;
}

/* Such a line with the words in its options; any other one as it is. */
static bool line_add(const char *line, const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text base = {}, all = {};
	const char *end, *options = options_find(line, &end);

	if (!options) {
		vpb_text_add(text, "%s\n", line);
		return false;
	}
	string_read(options, end, &base);
	vpb_loader_words_join(base.data ? base.data : "", words, &all);
	text->failed |= base.failed || all.failed;
	vpb_text_add(text, "%.*s", (int)(options - line), line);
	string_add(all.data, text);
	vpb_text_add(text, "%s\n", end);
	return true;
}

static int lines_add(const struct vpb_root *root, const char *words,
	struct vpb_text *text, bool *ret_any)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text file = {};
	int r = vpb_root_read(root, CONF, &file);
	char *rest = file.data, *line;

	*ret_any = false;
	while (r == 0 && (line = strsep(&rest, "\n")))
		if (rest || *line)
			*ret_any |= line_add(line, words, text);
	return r == -ENOENT ? 0 : r;
}

/* Without a line that is one rEFInd would boot by a guess, and not by our words. */
static int refind_add_text(const struct vpb_root *root, const struct vpb_loader *loader,
	const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text base = {}, all = {}, doubled = {};
	bool is_made = false;
	int r = lines_add(root, words, text, &is_made);

	if (r < 0 || is_made)
		return r < 0 ? r : vpb_text_error(text);
	r = vpb_kernel_words_read(root, &base);
	if (r < 0)
		return r;
	vpb_loader_words_join(base.data ? base.data : "", words, &all);
	if (!all.length)
		return vpb_text_error(&all);
	string_add(all.data, &doubled);
	vpb_text_add(text, "%s%s%s", loader->form.before,
		doubled.data ? doubled.data : "", loader->form.after);
	text->failed |= all.failed || doubled.failed;
	return vpb_text_error(text);
}

static const struct vpb_boot_program refind = {.name = "rEFInd",
	.files = (const char *const[]){CONF, "boot/EFI/refind/refind.conf",
		"boot/efi/EFI/refind/refind.conf", "efi/EFI/refind/refind.conf", NULL}};

/* What a person has to change: the entries of his own, and what those get that rEFInd finds. */
static int refind_want(struct vpb_loader_change *change)
{
	struct vpb_refind_stanzas stanzas = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text names = {};
	int r = vpb_refind_stanzas_read(change->root, &stanzas);
	char *rest, *name;

	names = stanzas.names;
	if (r < 0)
		return r;
	for (rest = names.data; (name = strsep(&rest, "\n"));)
		if (*name)
			vpb_text_add(&change->advice,
				"add to the line 'options' of menuentry \"%s\" in /%s, for "
				"which refind_linux.conf has no effect:\n    %s\n",
				name, stanzas.path, change->words.data);
	if (names.length && !stanzas.scans)
		return vpb_text_error(&change->advice);
	return vpb_loader_advise(change, change->booted.loader->place);
}

/* The first line of two strings is what boots unless another is chosen. */
static bool refind_says(
	const struct vpb_loader_change *change, const char *word, char ret_path[PATH_MAX])
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text file = {};
	char *rest, *line;

	/* A person is the author of these entries and files: what is booted is said somewhere. */
	if (vpb_cmdline_says(change->facts->cmdline, word))
		return true;
	if (vpb_root_read(change->root, CONF, &file) < 0)
		return false;
	for (rest = file.data; (line = strsep(&rest, "\n"));) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text options = {};
		const char *end, *at = options_find(line, &end);

		if (!at)
			continue;
		string_read(at, end, &options);
		if (!options.data || !vpb_cmdline_says(options.data, word))
			return false;
		snprintf(ret_path, PATH_MAX, "%s", CONF);
		return true;
	}
	return false;
}

const struct vpb_loader vpb_loader_refind = {
	.name = "refind",
	.summary = "/boot/refind_linux.conf, for rEFInd",
	.title = "rEFInd",
	.program = &refind,
	.place = "put this into /boot/refind_linux.conf, in place of what is there",
	.undo = "take the words out of that file",
	.form = {"\"Boot with standard options\"  \"", " ", "\"\n"},
	.add_text = refind_add_text,
	.says = refind_says,
	.want = refind_want,
};
