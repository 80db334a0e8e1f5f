/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_LEFT_H
#define VPB_CLI_SETUP_LEFT_H

#include "../../host/change/transaction.h"

/* What `remove` leaves, since setup did not write it. */
struct vpb_setup_left {
	/* setup made a second entry: words for devices on this boot's command line are that entry's. */
	bool has_entry;
	struct vpb_text words; /* for the IOMMU, on this boot's command line; or "" */
	struct vpb_text lines; /* that give devices to VMs, one a line */
};

/* By a journal that is not undone yet; and the lines, by the files when it is. 0 or -errno. */
int vpb_setup_left_words(const struct vpb_root *root, const struct vpb_journal *journal,
	struct vpb_setup_left *left) VPB_MUST_CHECK;
int vpb_setup_left_lines(
	const struct vpb_root *root, struct vpb_setup_left *left) VPB_MUST_CHECK;

void vpb_setup_left_done(struct vpb_setup_left *left);

void vpb_setup_left_print(const struct vpb_setup_left *left);

#endif
