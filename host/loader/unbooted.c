/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "unbooted.h"

#include "refresh.h"

int vpb_loader_find_unbooted(const struct vpb_root *root, const struct vpb_facts *facts,
	const char *word, char ret_path[PATH_MAX], struct vpb_text *commands)
{
	/* Without what setup has changed: each file as it is. */
	VPB_CLEANUP(vpb_journal_done) struct vpb_journal journal = {};
	VPB_CLEANUP(vpb_loader_change_done)
	struct vpb_loader_change change = {
		.root = root, .facts = facts, .journal = &journal};
	int r = vpb_loader_find_booted(root, &change.booted);

	if (r < 0 || vpb_loader_says(&change, word, ret_path) != VPB_SAID_UNBOOTED)
		return r;
	r = vpb_loader_refresh(&change, ret_path);
	for (size_t i = 0; i < journal.command_count; i++)
		vpb_text_add(commands, "%s%s", i ? "; " : "", journal.commands[i]);
	if (r == 0)
		r = vpb_text_error(commands);
	return r < 0 ? r : 1;
}
