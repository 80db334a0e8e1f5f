/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_LINES_H
#define VPB_CLI_SETUP_LINES_H

#include "../../helper/sys/sources.h"
#include "../../host/change/transaction.h"

/* What `setup` has set up, and what it is to be: a line for each device that was named. */
struct vpb_setup_line {
	char *words; /* the selector, and what applies to it, blanks between */
	char *comment; /* the line above it, with its newline; or "" */
	bool is_entry; /* in the second boot entry only */
};

struct vpb_setup_lines {
	struct vpb_setup_line *items;
	size_t count;
};

#define VPB_SETUP_CONFIG VPB_CONFIG_DIRECTORY_ETC "/setup.conf"

void vpb_setup_lines_done(struct vpb_setup_lines *lines);

/*
 * Those of earlier calls, by a journal that was read and not used yet. What somebody took out of the file
 * since is not among them. Where this user may not read the journal, the file alone tells.
 * Returns 0 or -errno.
 */
int vpb_setup_lines_read(const struct vpb_root *root, const struct vpb_journal *journal,
	struct vpb_setup_lines *ret_lines) VPB_MUST_CHECK;

/* In place of the one for the same device, or as the last. Copies the texts; 0 or -ENOMEM. */
int vpb_setup_lines_add(struct vpb_setup_lines *lines, const char *words,
	const char *comment, bool is_entry) VPB_MUST_CHECK;

/* The line of the device at that address, or NULL. */
const struct vpb_setup_line *vpb_setup_lines_find(
	const struct vpb_setup_lines *lines, const char *address);

bool vpb_setup_lines_have_entry(const struct vpb_setup_lines *lines, bool is_entry);

/* Adds the configuration file that has those of every boot, or of the second entry. */
void vpb_setup_lines_add_config(
	const struct vpb_setup_lines *lines, bool is_entry, struct vpb_text *text);

/* Adds the word of the kernel command line for those of the second entry. */
void vpb_setup_lines_add_bind(const struct vpb_setup_lines *lines, struct vpb_text *text);

#endif
