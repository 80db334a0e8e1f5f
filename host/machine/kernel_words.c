/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel_words.h"

#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "../../helper/sys/folder.h"

static const char *const files[] = {"etc/kernel/cmdline", "usr/lib/kernel/cmdline"};

enum {
	FILE_COUNT = sizeof(files) / sizeof(*files),
};

static bool is_others(const char *name)
{
	size_t length = strlen(name);

	return length > 5 && strcmp(name + length - 5, ".conf") == 0 &&
	       strcmp(name, VPB_KERNEL_WORDS_DROP_IN) != 0;
}

bool vpb_kernel_words_have_file(const struct vpb_root *root)
{
	VPB_CLEANUP(vpb_folder_done)
	struct vpb_folder folder = vpb_folder_read(root, "etc/cmdline.d");
	bool found = false;

	for (int i = 0; i < folder.count; i++)
		found |= is_others(folder.entries[i]->d_name);
	for (size_t i = 0; i < FILE_COUNT; i++)
		found |= vpb_root_has(root, files[i]);
	return found;
}

static bool is_of_loader(const char *word)
{
	return vpb_kernel_word_has_key(word, "BOOT_IMAGE") ||
	       vpb_kernel_word_has_key(word, "initrd");
}

static void line_add(const char *line, bool of_this_boot, struct vpb_text *words)
{
	const char *word = line + strspn(line, VPB_KERNEL_BLANKS);

	if (*word == '#')
		return;
	for (; *word; word = vpb_kernel_word_next(word)) {
		if (of_this_boot && is_of_loader(word))
			continue;
		vpb_text_add(words, "%s", words->length ? " " : "");
		vpb_text_add_bytes(words, word, vpb_kernel_word_length(word));
	}
}

static int text_add(char *text, bool of_this_boot, struct vpb_text *words)
{
	char *line;

	while ((line = strsep(&text, "\n")))
		line_add(line, of_this_boot, words);
	return vpb_text_error(words);
}

int vpb_kernel_words_read_booted(const struct vpb_root *root, struct vpb_text *words)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (vpb_root_read(root, "proc/cmdline", &text) < 0)
		return vpb_text_error(words);
	return text_add(text.data, true, words);
}

int vpb_kernel_words_read(const struct vpb_root *root, struct vpb_text *words)
{
	for (size_t i = 0; i < FILE_COUNT; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		if (vpb_root_read(root, files[i], &text) == 0)
			return text_add(text.data, false, words);
	}
	return vpb_kernel_words_read_booted(root, words);
}
