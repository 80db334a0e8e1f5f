/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_LOADER_CHANGE_H
#define VPB_HOST_LOADER_CHANGE_H

#include "../change/transaction.h"
#include "../machine/facts.h"
#include "booted.h"
#include "variable.h"

/*
 * What the functions of a loader's row work with. They want files and effects of the journal, and
 * write nothing. Each returns 0; -errno, with `path` the file to blame, where one is; or 1 where
 * it cannot be done, with the reason in `refusal`.
 */
struct vpb_loader_change {
	const struct vpb_root *root;
	const struct vpb_facts *facts;
	struct vpb_journal *journal;
	struct vpb_loader_booted booted;
	struct vpb_text words; /* that the kernel command line needs, blanks between */
	struct vpb_text
		one_shot; /* the command that starts the second entry once, or "" */
	/*
	 * What is left to do by hand: each thing begins with a line of its own, and what belongs to
	 * it, such as text for a file, follows in lines with blanks before them.
	 */
	struct vpb_text advice;
	struct vpb_text refusal; /* a sentence without its full stop */
	const char *path;
};

void vpb_loader_change_done(struct vpb_loader_change *change);

/* What is wanted, and where that is in files. */

#define VPB_KERNEL_CMDLINE "etc/kernel/cmdline"

/* In the title of a second entry. */
#define VPB_ENTRY_TITLE "(PCI devices for VMs)"

/* A file of our own, or our own line after all others, in the form of the loader. */
int vpb_loader_want_lines(
	struct vpb_loader_change *change, const char *path) VPB_MUST_CHECK;

/* The words in the line that counts of a file with a whole command line; the others stay. */
int vpb_loader_want_words(
	struct vpb_loader_change *change, const char *path) VPB_MUST_CHECK;

/* The same in /etc/kernel/cmdline. */
int vpb_loader_want_kernel_cmdline(struct vpb_loader_change *change) VPB_MUST_CHECK;

/*
 * The entry of a file that holds the whole command line, with what there is to take over where it
 * is not there: once, later the journal has it.
 */
int vpb_loader_seed(struct vpb_loader_change *change, const char *path,
	enum vpb_parts parts, struct vpb_journal_file **ret_file) VPB_MUST_CHECK;

/*
 * Where a whole command line is to be written and no file in etc/kernel has it, it is made of this
 * boot's: 1 where this boot is not a normal one.
 */
int vpb_loader_look_at_boot(struct vpb_loader_change *change) VPB_MUST_CHECK;

/* For a person to do: the text of the loader's row, with `place` before it. */
int vpb_loader_advise(struct vpb_loader_change *change, const char *place) VPB_MUST_CHECK;

/* That there is no way to a second entry: 1. */
int vpb_loader_refuse_entry(struct vpb_loader_change *change);

/* What a row's `says` looks at: the files as they are without us. */

/* Files of assignments, see variable.h. Both lists have NULL at their end. */
struct vpb_loader_files {
	const char *const *paths; /* in the order of reading; a name may have '*' */
	const char *const *variables; /* each of which gives words */
	bool is_lines;
};

/*
 * Adds the assignment that puts the words onto the kernel command line: at the end, in the form of the
 * loader, or before what one of the variables has for init. 0 or -errno.
 */
int vpb_loader_add_words(const struct vpb_loader_change *change,
	const struct vpb_loader_files *files, struct vpb_text *text) VPB_MUST_CHECK;

/* The same as our own line after all others of that file, or as a file of our own. */
int vpb_loader_want_variable(struct vpb_loader_change *change, const char *path,
	const struct vpb_loader_files *files) VPB_MUST_CHECK;

/* The variables after the files; `take`, where that is not NULL, is called after each. */
typedef void vpb_loader_file_take(
	const char *path, const struct vpb_variables *variables, void *context);
int vpb_loader_variables_read(const struct vpb_loader_change *change,
	const struct vpb_loader_files *files, vpb_loader_file_take *take,
	void *context) VPB_MUST_CHECK;

/* Whether they give the word at last, and the file that does. */
bool vpb_loader_variables_say(const struct vpb_loader_change *change,
	const struct vpb_loader_files *files, const char *word, char ret_path[PATH_MAX]);

/* Whether a line that is no comment has the word; those before `line_max` alone, where not 0. */
bool vpb_loader_file_says(const struct vpb_loader_change *change, const char *path,
	unsigned int line_max, const char *word, char ret_path[PATH_MAX]);

/* /etc/kernel/cmdline. */
bool vpb_loader_kernel_cmdline_says(const struct vpb_loader_change *change,
	const char *word, char ret_path[PATH_MAX]);

/* What was found of a word that every boot is to have. */
enum vpb_loader_said {
	VPB_SAID_NOWHERE,
	VPB_SAID_IN_VAIN, /* a file of others has it where it does not count */
	VPB_SAID_UNBOOTED, /* a file of others has it, and this boot's command line has not */
	VPB_SAID,
};
enum vpb_loader_said vpb_loader_says(const struct vpb_loader_change *change,
	const char *word, char ret_path[PATH_MAX]);

/* Whether the name of a boot entry or of an image has the release of the running kernel. */
bool vpb_loader_is_of_running_kernel(
	const struct vpb_loader_change *change, const char *name);

#endif
