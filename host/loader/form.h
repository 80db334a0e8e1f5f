/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_FORM_H
#define VPB_HOST_LOADER_FORM_H

#include "../../helper/base/text.h"

/* Words of the kernel command line in the form that a file or a command wants. Pure. */

/* Words, with `before` the first, `between` two, `after` the last. */
struct vpb_loader_form {
	const char *before, *between, *after;
};

/* Adds `words`, split as the kernel splits them, in that form; nothing where there are none. */
void vpb_loader_form_add(
	const struct vpb_loader_form *form, const char *words, struct vpb_text *text);

/*
 * Adds to `base` those of our `words` that it does not have already, after it, so that they count:
 * done twice it is the same. An older vfio-pci.ids= is left out where ours have one.
 */
void vpb_loader_words_join(const char *base, const char *words, struct vpb_text *text);

#endif
