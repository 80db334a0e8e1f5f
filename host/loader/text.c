/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text.h"

#include "../machine/kernel_words.h"

int vpb_loader_text_make(const struct vpb_root *root, const struct vpb_loader *loader,
	const char *words, struct vpb_text *text)
{
	if (loader->add_text)
		return loader->add_text(root, loader, words, text);
	vpb_loader_form_add(&loader->form, words, text);
	return vpb_text_error(text);
}

int vpb_loader_text_whole(const struct vpb_root *root, const struct vpb_loader *loader,
	const char *words, struct vpb_text *text)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text base = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text all = {};
	int r = vpb_kernel_words_read(root, &base);

	if (r < 0)
		return r;
	vpb_loader_words_join(base.data ? base.data : "", words, &all);
	vpb_loader_form_add(&loader->form, all.data ? all.data : "", text);
	r = vpb_text_error(&all);
	return r < 0 ? r : vpb_text_error(text);
}

int vpb_loader_text_whole_if_first(const struct vpb_root *root,
	const struct vpb_loader *loader, const char *words, struct vpb_text *text)
{
	if (!vpb_kernel_words_have_file(root))
		return vpb_loader_text_whole(root, loader, words, text);
	vpb_loader_form_add(&loader->form, words, text);
	return vpb_text_error(text);
}
