/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "form.h"

#include <string.h>

#include "../../helper/core/kernel_line.h"
#include "../machine/cmdline.h"

static const char *first_word(const char *words)
{
	return words + strspn(words, VPB_KERNEL_BLANKS);
}

void vpb_loader_form_add(
	const struct vpb_loader_form *form, const char *words, struct vpb_text *text)
{
	const char *first = first_word(words);

	if (!*first)
		return;
	vpb_text_add(text, "%s", form->before);
	for (const char *word = first; *word; word = vpb_kernel_word_next(word)) {
		vpb_text_add(text, "%s", word == first ? "" : form->between);
		vpb_text_add_bytes(text, word, vpb_kernel_word_length(word));
	}
	vpb_text_add(text, "%s", form->after);
}

static bool has_word(const char *words, const char *wanted, size_t length)
{
	VPB_CLEANUP(vpb_freep) char *word = strndup(wanted, length);

	return word && vpb_cmdline_says(words, word);
}

/* Adds the words without those of `others`. */
static void words_add(
	const char *words, bool without_ids, const char *others, struct vpb_text *text)
{
	const char *word = first_word(words);

	for (; *word; word = vpb_kernel_word_next(word)) {
		size_t length = vpb_kernel_word_length(word);

		if ((without_ids && vpb_kernel_word_has_key(word, "vfio-pci.ids")) ||
			has_word(others, word, length))
			continue;
		vpb_text_add(text, "%s", text->length ? " " : "");
		vpb_text_add_bytes(text, word, length);
	}
}

void vpb_loader_words_join(const char *base, const char *words, struct vpb_text *text)
{
	const char *inits = vpb_kernel_line_end(base);
	VPB_CLEANUP(vpb_freep) char *kernels = strndup(base, (size_t)(inits - base));
	VPB_CLEANUP(vpb_text_done) struct vpb_text kept = {};

	if (kernels)
		words_add(
			kernels, vpb_kernel_line_find(words, "vfio-pci.ids"), "", &kept);
	vpb_text_add(text, "%s", kept.data ? kept.data : "");
	words_add(words, false, kept.data ? kept.data : "", text);
	words_add(inits, false, "", text);
	text->failed |= kept.failed || !kernels;
}
