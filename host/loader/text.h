/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_TEXT_H
#define VPB_HOST_LOADER_TEXT_H

#include "loader.h"

/*
 * Adds what belongs at the loader's place: `words`, which have one blank between them, in its
 * form, and with what the file there has to hold as well, which is read from the tree. 0 or
 * -errno.
 */
int vpb_loader_text_make(const struct vpb_root *root, const struct vpb_loader *loader,
	const char *words, struct vpb_text *text) VPB_MUST_CHECK;

/* For a row's `add_text`: the file holds the whole command line; the same, unless another does. */
int vpb_loader_text_whole(const struct vpb_root *root, const struct vpb_loader *loader,
	const char *words, struct vpb_text *text) VPB_MUST_CHECK;
int vpb_loader_text_whole_if_first(const struct vpb_root *root,
	const struct vpb_loader *loader, const char *words,
	struct vpb_text *text) VPB_MUST_CHECK;

#endif
