/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The journal of setup: what can be read is written again so that it says the same. */

#include "memory.h"

#include <errno.h>
#include <string.h>

#include "../../host/change/atomic_file.h"
#include "../../host/change/journal.h"

/* The journal's folder, in memory: the linker sends calls to these (fuzz.mk). */
static struct vpb_text journal_file;

int __wrap_vpb_atomic_file_read(
	const struct vpb_root *root, const char *path, struct vpb_text *text);
int __wrap_vpb_atomic_file_write(const struct vpb_root *root, const char *path,
	const void *bytes, size_t length, const char *like, mode_t mode);

int __wrap_vpb_atomic_file_remove(const struct vpb_root *root, const char *path);
int __wrap_vpb_atomic_folder_remove(const struct vpb_root *root, const char *path);

int __wrap_vpb_atomic_file_read(
	const struct vpb_root *root, const char *path, struct vpb_text *text)
{
	(void)root;
	if (strcmp(path, VPB_JOURNAL_FILE) == 0) {
		if (journal_file.length)
			vpb_text_add_bytes(text, journal_file.data, journal_file.length);
		return 0;
	}
	if (strcmp(path, VPB_JOURNAL_FOLDER "/1") == 0)
		vpb_text_add(text, "a text\n");
	else if (strcmp(path, VPB_JOURNAL_FOLDER "/2") == 0)
		vpb_text_add(text, "another\n");
	else
		return -ENOENT;
	return 0;
}

int __wrap_vpb_atomic_file_write(const struct vpb_root *root, const char *path,
	const void *bytes, size_t length, const char *like, mode_t mode)
{
	(void)root;
	FUZZ_HOLD(strcmp(path, VPB_JOURNAL_FILE) == 0 && !like && mode == 0600);
	vpb_text_done(&journal_file);
	vpb_text_add_bytes(&journal_file, bytes, length);
	return 0;
}

int __wrap_vpb_atomic_file_remove(const struct vpb_root *root, const char *path)
{
	(void)root;
	memory_drop(path);
	return 0;
}

int __wrap_vpb_atomic_folder_remove(const struct vpb_root *root, const char *path)
{
	(void)root, (void)path;
	return 0;
}

static bool has_text(unsigned int number)
{
	char path[VPB_JOURNAL_PATH_BYTES];

	return !number || memory_has(vpb_journal_text_path(number, path));
}

/* What the journal does not name goes, and nothing else. */
static void tidy_hold(const struct vpb_root *root, const struct vpb_journal *journal)
{
	memory_clear();
	memory_add(VPB_JOURNAL_FILE, "", 0);
	memory_add(VPB_JOURNAL_FOLDER "/1", "", 0);
	memory_add(VPB_JOURNAL_FOLDER "/2", "", 0);
	memory_add(VPB_JOURNAL_FOLDER "/3", "", 0);
	FUZZ_HOLD(vpb_journal_tidy(root, journal) == 0);
	FUZZ_HOLD(memory_has(VPB_JOURNAL_FILE) == !vpb_journal_is_empty(journal));
	FUZZ_HOLD(!memory_has(VPB_JOURNAL_FOLDER "/3"));
	for (size_t i = 0; i < journal->file_count; i++) {
		FUZZ_HOLD(has_text(journal->files[i].original.number));
		FUZZ_HOLD(has_text(journal->files[i].now.number));
		FUZZ_HOLD(has_text(journal->files[i].after.number));
	}
}

static void entries_hold(const struct vpb_journal *journal)
{
	for (size_t i = 0; i < journal->file_count; i++)
		FUZZ_HOLD(journal->files[i].path && *journal->files[i].path);
	for (size_t i = 0; i < journal->effect_count; i++)
		FUZZ_HOLD(journal->effects[i].make && journal->effects[i].undo);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct vpb_root *root = memory_get();
	struct vpb_journal journal = {}, again = {};

	vpb_text_add_bytes(&journal_file, data, size);
	if (vpb_journal_read(root, &journal) == 0) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text first = {};

		entries_hold(&journal);
		FUZZ_HOLD(vpb_journal_write(root, &journal) == 0);
		vpb_text_add_bytes(&first, journal_file.data, journal_file.length);
		FUZZ_HOLD(vpb_journal_read(root, &again) == 0);
		FUZZ_HOLD(vpb_journal_write(root, &again) == 0);
		FUZZ_HOLD(first.length == journal_file.length &&
			  memcmp(first.data, journal_file.data, first.length) == 0);
		tidy_hold(root, &again);
		vpb_journal_done(&again);
	}
	vpb_journal_done(&journal);
	vpb_text_done(&journal_file);
	return 0;
}
