/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Words for init: what follows "--" on a kernel command line is no word of the kernel's. A variable that
 * ends so gets ours in front of its own, where others get them at their end, after which the last of
 * several of a kind counts.
 */

#include "../../helper/core/kernel_line.h"
#include "change.h"

/* The first of those that the loader joins in this order, after the last file. */
static void first_look(
	const char *path, const struct vpb_variables *variables, void *context)
{
	const char **name = context;

	(void)path;
	*name = NULL;
	for (size_t i = 0; !*name && i < variables->count; i++)
		if (variables->items[i].value.data &&
			*vpb_kernel_line_end(variables->items[i].value.data))
			*name = variables->items[i].name;
}

int vpb_loader_add_words(const struct vpb_loader_change *change,
	const struct vpb_loader_files *files, struct vpb_text *text)
{
	const char *name = NULL;
	int r = vpb_loader_variables_read(change, files, first_look, &name);

	if (r < 0)
		return r;
	if (name)
		vpb_text_add(text,
			"# Before the words for init, which follow '--'.\n"
			"%s=\"%s $%s\"\n",
			name, change->words.data, name);
	else
		vpb_loader_form_add(
			&change->booted.loader->form, change->words.data, text);
	return vpb_text_error(text);
}

int vpb_loader_want_variable(struct vpb_loader_change *change, const char *path,
	const struct vpb_loader_files *files)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	change->path = path;
	vpb_text_add(&text, VPB_SETUP_HEAD);
	r = vpb_loader_add_words(change, files, &text);
	return r < 0 ? r
		     : vpb_transaction_append(
			       change->root, change->journal, path, text.data);
}
