/* SPDX-License-Identifier: GPL-2.0-or-later */

/* remove: undoes what setup did. */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../../host/terminal/options.h"
#include "../../host/terminal/question.h"
#include "../command.h"
#include "setup.h"
#include "left.h"
#include "commit.h"
#include "json.h"
#include "preview.h"

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind remove [OPTION...]\n"
		"\n"
		"Undoes what 'vfio-prebind setup' did: each file is what it was before, to the\n"
		"byte; from one that was edited since, only what setup added is removed. Rebuilds\n"
		"the boot images of all kernels. Shows all of that first, and asks. If anything\n"
		"fails, all of it is rolled back.\n"
		"\n"
		"  -n, --dry-run  show what would be done, and change nothing\n"
		"  -y, --yes      do not ask\n"
		"  -v, --verbose  show what the programs that it runs print\n"
		"  --json         for programs, with --dry-run or --yes\n" VPB_OPTIONS_HELP));
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(int argc, char **argv, struct vpb_change *change)
{
	static const struct option known[] = {
		VPB_CHANGE_OPTIONS,
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv,
			VPB_CHANGE_OPTIONS_LETTERS VPB_OPTIONS_LETTERS, known)) != -1) {
		r = vpb_options_common(option, help_print);
		if (r >= 0)
			return r;
		vpb_change_option_take(change, option);
	}
	return vpb_options_end(argc, argv, "remove");
}

static int all_do(struct vpb_change *change, struct vpb_text *ret_advice)
{
	VPB_CLEANUP(vpb_facts_done) struct vpb_facts facts = {};
	VPB_CLEANUP(vpb_loader_change_done)
	struct vpb_loader_change boot = {
		.root = change->root, .facts = &facts, .journal = &change->journal};
	VPB_CLEANUP(vpb_setup_left_done) struct vpb_setup_left left = {};
	const char *path = NULL;
	bool is_left = false;
	int r = vpb_setup_left_words(change->root, &change->journal, &left), error;

	if (r == 0)
		r = vpb_transaction_want_none(change->root, &change->journal, &path);
	if (r == 0)
		r = vpb_facts_read(change->root, &facts);
	if (r == 0)
		r = vpb_setup_commands(&boot);
	if (r < 0)
		return vpb_change_fail(change, path, r);
	r = vpb_preview_show(change);
	if (r >= 0)
		return r;
	vpb_setup_tpm_warn(change->root);
	r = change->is_dry ? VPB_EXIT_DONE
			   : vpb_question_ask(change->name, change->is_yes);
	if (r < 0)
		r = vpb_commit(change);
	if (r < 0 || change->is_dry)
		is_left = vpb_setup_advice_print(&boot.advice, change->is_dry);
	vpb_text_add(ret_advice, "%s", boot.advice.data ? boot.advice.data : "");
	/* Where nothing was undone, nothing is left over either. */
	if (r >= 0 && !change->is_dry)
		return r;
	error = vpb_setup_left_lines(change->root, &left);
	if (error < 0)
		return vpb_change_fail(change, NULL, error);
	if (r >= 0) {
		vpb_setup_left_print(&left);
		return r;
	}
	if (left.lines.length)
		puts(is_left ? _("After that, what setup did is undone.")
			     : _("Done. What setup did is undone."));
	else
		puts(is_left ? _("After that, the next boot leaves these devices to the host.")
			     : _("Done. The next boot leaves these devices to the host."));
	vpb_setup_left_print(&left);
	return VPB_EXIT_DONE;
}

int vpb_command_remove(const struct vpb_root *root, int argc, char **argv)
{
	struct vpb_change change = {.root = root, .name = "remove"};
	VPB_CLEANUP(vpb_closep) int lock_fd = -1;
	VPB_CLEANUP(vpb_text_done) struct vpb_text advice = {};
	int r = options_parse(argc, argv, &change);

	if (r < 0)
		r = vpb_setup_json_begin(&change);
	if (r >= 0)
		return r;
	change.words = argv + 1;
	r = vpb_commit_begin(&change, &lock_fd);
	if (r < 0 && change.journal.is_hidden)
		r = VPB_EXIT_DONE;
	if (r < 0 && vpb_journal_is_empty(&change.journal)) {
		printf(_("Nothing to undo: setup has changed nothing here.\n"));
		r = VPB_EXIT_DONE;
	}
	if (r < 0)
		r = all_do(&change, &advice);
	if (change.is_json) {
		vpb_setup_json_add_end(&change, &advice, r);
		r = vpb_setup_json_end(&change, r);
	}
	vpb_change_done(&change);
	return r;
}
