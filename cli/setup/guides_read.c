/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The lines of guides, as they are without what an earlier call has made of them. */

#include "setup.h"

#include <errno.h>
#include <string.h>

#include "../../host/machine/leftovers.h"

/* One that an earlier call has changed is seen as it is without us, or as it is wanted so far. */
static int text_get(const struct vpb_root *root, const char *path, void *context,
	struct vpb_text *text)
{
	struct vpb_journal *journal = context;

	for (size_t i = 0; i < journal->file_count; i++) {
		struct vpb_journal_file *file = &journal->files[i];
		int r;

		if (strcmp(file->path, path) != 0)
			continue;
		r = vpb_transaction_file(root, journal, path, file->parts, &file);
		if (r < 0)
			return r;
		if (!file->after.is_there)
			return -ENOENT;
		vpb_text_add_bytes(text, file->after.text.data, file->after.text.length);
		return vpb_text_error(text);
	}
	return vpb_root_read(root, path, text);
}

int vpb_setup_guides_read(struct vpb_setup *setup, struct vpb_leftovers *ret_leftovers)
{
	if (setup->keeps_guides || setup->is_entry)
		return 0;
	return vpb_leftovers_read(setup->change.root, setup->facts.cmdline, text_get,
		&setup->change.journal, ret_leftovers);
}
