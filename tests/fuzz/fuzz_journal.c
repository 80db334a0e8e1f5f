/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The journal of setup: what can be read is written again so that it says the same. */

#include "folder.h"

#include <string.h>

#include "../../helper/sys/host/journal.h"

#define FOLDER "var/lib/vfio-prebind/"

static void entries_hold(const struct vpb_journal *journal)
{
	for (size_t i = 0; i < journal->entry_count; i++)
		FUZZ_HOLD(journal->entries[i].path && *journal->entries[i].path);
	for (size_t i = 0; i < journal->effect_count; i++)
		FUZZ_HOLD(journal->effects[i].make && journal->effects[i].undo);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct vpb_root *root = folder_get();
	struct vpb_journal journal = {}, again = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text first = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text second = {};

	folder_put(FOLDER "1", "a text\n", 7);
	folder_put(FOLDER "2", "another\n", 8);
	folder_put(FOLDER "journal", data, size);
	if (vpb_journal_read(root, &journal) == 0) {
		entries_hold(&journal);
		FUZZ_HOLD(vpb_journal_write(root, &journal) == 0);
		FUZZ_HOLD(vpb_root_read(root, FOLDER "journal", &first) == 0);
		FUZZ_HOLD(vpb_journal_read(root, &again) == 0);
		FUZZ_HOLD(vpb_journal_write(root, &again) == 0);
		FUZZ_HOLD(vpb_root_read(root, FOLDER "journal", &second) == 0);
		FUZZ_HOLD(first.length == second.length &&
			  (!first.length ||
				  memcmp(first.data, second.data, first.length) == 0));
		vpb_journal_done(&again);
	}
	vpb_journal_done(&journal);
	return 0;
}
