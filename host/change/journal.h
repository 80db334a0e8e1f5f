/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_JOURNAL_H
#define VPB_HOST_CHANGE_JOURNAL_H

#include "../../helper/sys/root.h"
#include "edit.h"
#include "file_text.h"

/*
 * What `setup` has changed, in /var/lib/vfio-prebind: the file `journal`, and beside it the texts
 * that it names by number. The journal is replaced as a whole; what it does not name is left over
 * from a call that was killed, and means nothing. transaction.h tells how it is used. Folder and texts
 * are for root alone: a file that was changed may have been so as well.
 */
#define VPB_JOURNAL_FOLDER "var/lib/vfio-prebind"
#define VPB_JOURNAL_FILE VPB_JOURNAL_FOLDER "/journal"

enum vpb_journal_state {
	VPB_JOURNAL_DONE,
	VPB_JOURNAL_FILES, /* files are being changed, and may be half of them */
	VPB_JOURNAL_COMMANDS, /* all are; the commands that use them were begun */
};

struct vpb_journal_file {
	char *path;
	enum vpb_parts parts;
	/*
	 * Without us. Where there is no file then, the text is what belongs into it should
	 * it stay: what we took over from elsewhere.
	 */
	struct vpb_file_text original;
	struct vpb_file_text now; /* when the call began */
	struct vpb_file_text after;
	bool is_looked_at; /* by this call: `now` is what the file holds */
	bool is_edited; /* since we wrote it */
	struct vpb_text
		lost; /* what setup took and has no place to go back to, a line each */
};

/*
 * What another program changes in files that only it may write, by a command and one that takes
 * it back; each may be run twice.
 */
struct vpb_effect {
	char *make, *undo; /* words with blanks between */
	bool was, will; /* in force when the call began, and to be so */
};

struct vpb_journal {
	enum vpb_journal_state state;
	unsigned int number; /* the last one given */
	struct vpb_journal_file *files;
	size_t file_count;
	char **folders; /* that were made */
	size_t folder_count;
	struct vpb_effect *effects;
	size_t effect_count;
	char **commands; /* that use the files, words with blanks between */
	size_t command_count;
	bool is_hidden; /* there is one that this user may not read: nothing is known of it */
};

void vpb_journal_done(struct vpb_journal *journal);

/* Whether nothing of ours is in force. */
bool vpb_journal_is_empty(const struct vpb_journal *journal);

/*
 * Reads journal and texts; none is an empty one. Returns 0 or -errno, -EBADMSG for one with
 * unexpected contents. `ret_journal` is the caller's to end.
 */
int vpb_journal_read(
	const struct vpb_root *root, struct vpb_journal *ret_journal) VPB_MUST_CHECK;

/* Replaces the journal by this one. 0 or -errno. */
int vpb_journal_write(
	const struct vpb_root *root, const struct vpb_journal *journal) VPB_MUST_CHECK;

/* Removes what this journal does not name; with an empty one, all, and the folder. 0 or -errno. */
int vpb_journal_tidy(
	const struct vpb_root *root, const struct vpb_journal *journal) VPB_MUST_CHECK;

/* The path of a text in the folder. */
#define VPB_JOURNAL_PATH_BYTES 64
const char *vpb_journal_text_path(
	unsigned int number, char buffer[VPB_JOURNAL_PATH_BYTES]);

/* The order of the others stays. */
void vpb_journal_remove_file(struct vpb_journal *journal, size_t index);

/* The lists grow by one; the texts are copied. NULL or -ENOMEM when memory is out. */
struct vpb_journal_file *vpb_journal_add_file(
	struct vpb_journal *journal, const char *path);
int vpb_journal_add_folder(struct vpb_journal *journal, const char *path) VPB_MUST_CHECK;
int vpb_journal_add_command(
	struct vpb_journal *journal, const char *words) VPB_MUST_CHECK;

/* Adds that command, unless it is there already. */
int vpb_journal_want_command(
	struct vpb_journal *journal, const char *words) VPB_MUST_CHECK;

int vpb_journal_add_effect(struct vpb_journal *journal, bool was, bool will,
	const char *make, const char *undo) VPB_MUST_CHECK;

/* Wants that effect: the one that is there already, or a new one. */
int vpb_journal_want_effect(
	struct vpb_journal *journal, const char *make, const char *undo) VPB_MUST_CHECK;

/* What is to be run: the commands, then the effects that change; NULL after the last. */
const char *vpb_journal_line(const struct vpb_journal *journal, size_t index);

#endif
