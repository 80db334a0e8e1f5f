/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_GENERATE_LOADERS_H
#define VPB_HOST_GENERATE_LOADERS_H

#include "../../helper/base/text.h"

/* How words get onto the kernel command line, loader by loader: a new one is a row. Pure. */

/* Words, with `before` the first, `between` two, `after` the last. */
struct vpb_loader_form {
	const char *before, *between, *after;
};

enum vpb_loader_base {
	VPB_BASE_NONE, /* the loader adds the words to what it has */
	VPB_BASE_ALWAYS, /* its file holds the whole command line */
	VPB_BASE_IF_FIRST, /* the same where no other file does */
	VPB_BASE_REFIND, /* each of its lines does; `form` is of the first where there is none */
};

struct vpb_loader {
	const char *name; /* what users write after --for */
	const char *summary;
	const char *place; /* where the text belongs, and what has to be run then */
	const char *undo; /* or NULL: the words in the form `undo_form` do it */
	/* Both end where the commands of kernel-install for the kernels of the system follow. */
	bool runs_kernel_install;
	bool takes_comments;
	enum vpb_loader_base base;
	struct vpb_loader_form form, undo_form;
};

extern const struct vpb_loader vpb_loaders[];
extern const size_t vpb_loader_count;

/* NULL where there is none of that name. */
const struct vpb_loader *vpb_loader_find(const char *name);

/* Adds `words`, which have one blank between them, in that form; nothing where there are none. */
void vpb_loader_add(
	const struct vpb_loader_form *form, const char *words, struct vpb_text *text);

/*
 * Adds to `base` those of our `words` that it does not say already, behind it, so that they count:
 * made twice it is the same. An older vfio-pci.ids= goes where ours have one.
 */
void vpb_loader_join(const char *base, const char *words, struct vpb_text *text);

#endif
