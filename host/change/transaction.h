/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_CHANGE_TRANSACTION_H
#define VPB_HOST_CHANGE_TRANSACTION_H

#include "journal.h"

/*
 * Changes to several files of which all are made or none. The journal knows each before it is
 * made, so that a call which was killed is rolled back by the next one:
 *
 *   read       vpb_journal_read(); one that is not done: vpb_transaction_roll_back()
 *   want       vpb_transaction_want() for each file; nothing is written yet
 *   start      the old and new texts and the journal are on the disk
 *   apply      the files
 *   commands   the journal says that vpb_journal_line()s have begun; the caller runs them
 *   finish     the journal says done; or roll_back, the commands once more, and finish
 *
 * `remove` is the same: it wants every file as it was without us. All return 0 or -errno; where a
 * file is to blame, *ret_path names it (it lives as long as the journal), else it is left alone.
 */

/*
 * Whether this user may write where every transaction does: the configuration and the journal. What
 * else than permission is in the way, the transaction finds.
 */
bool vpb_transaction_may_write(const struct vpb_root *root);

#define VPB_TRANSACTION_LOCK_FILE "run/vfio-prebind/setup-lock"

/*
 * One call at a time: it is held until *ret_fd is closed. -EWOULDBLOCK while another has it; no
 * other user can (lock.h).
 */
int vpb_transaction_lock(const struct vpb_root *root, int *ret_fd) VPB_MUST_CHECK;

/*
 * The file of that file, made where there is none yet: with what the file is now, what it would
 * be without us, and nothing wanted of it but that. `path` may be a link, see atomic_file.h.
 */
int vpb_transaction_file(const struct vpb_root *root, struct vpb_journal *journal,
	const char *path, enum vpb_parts parts,
	struct vpb_journal_file **ret_file) VPB_MUST_CHECK;

/* What the file is to hold; NULL: it is not to be there. */
int vpb_transaction_want(struct vpb_journal_file *file, const char *text) VPB_MUST_CHECK;

/* The first line of what `setup` writes. */
#define VPB_SETUP_HEAD \
	"# Made by 'vfio-prebind setup'; 'vfio-prebind remove' takes it away.\n"

/* Wants `text`, lines, after what the file has to hold without us. */
int vpb_transaction_append(const struct vpb_root *root, struct vpb_journal *journal,
	const char *path, const char *text) VPB_MUST_CHECK;

/*
 * What a file that is not there without us has in it should it have to stay, because it is
 * edited later. It must be part of what is wanted.
 */
int vpb_transaction_seed(struct vpb_journal_file *file, const char *text) VPB_MUST_CHECK;

/* Every file that the journal knows as it would be without us, and no effect in force. */
int vpb_transaction_want_none(const struct vpb_root *root, struct vpb_journal *journal,
	const char **ret_path) VPB_MUST_CHECK;

/* Whether the file is to become another one. */
bool vpb_journal_file_changes(const struct vpb_journal_file *file);

/*
 * Whether the files are still what they were when they were looked at. -ESTALE where somebody has
 * changed one since, while the user was asked: what he wrote is not ours to take.
 */
int vpb_transaction_look_again(const struct vpb_root *root,
	const struct vpb_journal *journal, const char **ret_path) VPB_MUST_CHECK;

/* -ESTALE as above. */
int vpb_transaction_start(const struct vpb_root *root, struct vpb_journal *journal,
	const char **ret_path) VPB_MUST_CHECK;
int vpb_transaction_apply(const struct vpb_root *root, const struct vpb_journal *journal,
	const char **ret_path) VPB_MUST_CHECK;
int vpb_transaction_commands(
	const struct vpb_root *root, struct vpb_journal *journal) VPB_MUST_CHECK;
int vpb_transaction_finish(
	const struct vpb_root *root, struct vpb_journal *journal) VPB_MUST_CHECK;

/*
 * The files as they were when the call began; the journal is not done with that. What takes effects
 * back comes after the commands.
 */
int vpb_transaction_roll_back(const struct vpb_root *root, struct vpb_journal *journal,
	const char **ret_path) VPB_MUST_CHECK;

#endif
