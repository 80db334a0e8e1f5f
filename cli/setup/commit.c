/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "preview.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/change/spawn.h"
#include "../command.h"

/* Returns whether all ended well, and says which did not. Those of another system are shown only. */
static bool lines_run(const struct vpb_carry *carry, size_t *ret_begun)
{
	const char *line;

	*ret_begun = 0;
	if (!carry->root->is_running_machine) {
		vpb_carry_show_lines(carry);
		return true;
	}
	while ((line = vpb_journal_line(&carry->journal, *ret_begun))) {
		int r;

		++*ret_begun;
		printf("Running: %s\n", line);
		r = vpb_spawn_line(line);
		if (r == 0)
			continue;
		if (r < 0)
			vpb_log(VPB_LOG_ERROR, "%s: '%s' could not be run: %s",
				carry->name, line, strerror(-r));
		else
			vpb_log(VPB_LOG_ERROR, "%s: '%s' ended with status %d",
				carry->name, line, r);
		return false;
	}
	return true;
}

/* By the journal on the disk. The first `begun` of the commands may have used the files. */
static int put_back(struct vpb_carry *carry, size_t begun)
{
	struct vpb_journal *journal = &carry->journal;
	const char *path = VPB_JOURNAL_FILE;
	bool is_fine = true, is_whole = carry->root->is_running_machine || !begun;
	int r;

	vpb_journal_done(journal);
	r = vpb_journal_read(carry->root, journal);
	while (journal->command_count > begun)
		free(journal->commands[--journal->command_count]);
	if (r == 0)
		r = vpb_transaction_roll_back(carry->root, journal, &path);
	if (r == 0) {
		is_fine = lines_run(carry, &begun);
		path = VPB_JOURNAL_FILE;
		r = vpb_transaction_finish(carry->root, journal);
	}
	if (r < 0) {
		vpb_carry_fail(carry, path, r);
		vpb_log(VPB_LOG_ERROR,
			"%s: not all could be put back: mend that, then run "
			"'vfio-prebind %s' again; what the files held before is in "
			"%s/" VPB_JOURNAL_FOLDER,
			carry->name, carry->name, carry->root->path);
		return VPB_EXIT_FAILED;
	}
	vpb_log(VPB_LOG_ERROR, "%s: %s", carry->name,
		!is_whole ? "the files are as they were before"
		: is_fine
			? "everything is as it was before"
			: "the files are as they were before, but the boot images may not be: "
			  "mend that, and run the command again");
	return -1;
}

/* The same behind a failure that was told of. */
static int give_up(struct vpb_carry *carry, size_t begun)
{
	put_back(carry, begun);
	return VPB_EXIT_FAILED;
}

static int interrupted_put_back(struct vpb_carry *carry)
{
	bool had_begun = carry->journal.state == VPB_JOURNAL_COMMANDS;

	if (carry->is_dry) {
		vpb_log(VPB_LOG_ERROR,
			"%s: an earlier call was interrupted, and the next 'setup' or "
			"'remove' puts back what it did; run that first",
			carry->name);
		return VPB_EXIT_FAILED;
	}
	vpb_log(VPB_LOG_WARNING, "%s: an earlier call was interrupted: putting it back",
		carry->name);
	return put_back(carry, had_begun ? SIZE_MAX : 0);
}

static int journal_read(struct vpb_carry *carry)
{
	int r;

	vpb_journal_done(&carry->journal);
	r = vpb_journal_read(carry->root, &carry->journal);
	if (r == 0)
		return -1;
	if (r != -EBADMSG && r != -ENOENT)
		return vpb_carry_fail(carry, VPB_JOURNAL_FILE, r);
	vpb_log(VPB_LOG_ERROR,
		"%s: %s/" VPB_JOURNAL_FILE
		" makes no sense, so nobody can tell what was changed; undo it by hand, then "
		"remove that folder",
		carry->name, carry->root->path);
	return VPB_EXIT_FAILED;
}

int vpb_carry_begin(struct vpb_carry *carry)
{
	int r = carry->is_dry ? 0 : vpb_transaction_lock(carry->root);

	/* Nobody needs to hear what is done, but it has to be done to its end. */
	if (!carry->is_dry)
		signal(SIGPIPE, SIG_IGN);

	if (r == -EWOULDBLOCK) {
		vpb_log(VPB_LOG_ERROR, "%s: another 'setup' or 'remove' is running",
			carry->name);
		return VPB_EXIT_FAILED;
	}
	r = r < 0 ? vpb_carry_fail(carry, NULL, r) : journal_read(carry);
	if (r < 0 && carry->journal.state != VPB_JOURNAL_DONE) {
		r = interrupted_put_back(carry);
		if (r < 0)
			r = journal_read(carry);
	}
	if (r >= 0 || carry->is_dry)
		return r;
	r = vpb_journal_tidy(carry->root, &carry->journal);
	return r < 0 ? vpb_carry_fail(carry, VPB_JOURNAL_FOLDER, r) : -1;
}

int vpb_carry_out(struct vpb_carry *carry)
{
	const char *path = NULL;
	size_t begun = 0;
	int r;

	/* Also for those who run it through a pipe: nothing is done that was not shown. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		vpb_log(VPB_LOG_ERROR,
			"%s: what is to be done could not be shown; nothing was changed",
			carry->name);
		return VPB_EXIT_FAILED;
	}
	r = vpb_transaction_start(carry->root, &carry->journal, &path);
	if (r < 0) {
		vpb_carry_fail(carry, path, r);
		vpb_log(VPB_LOG_ERROR, "%s: nothing was changed", carry->name);
		return VPB_EXIT_FAILED;
	}
	r = vpb_transaction_apply(carry->root, &carry->journal, &path);
	if (r < 0) {
		vpb_carry_fail(carry, path, r);
		return give_up(carry, 0);
	}
	if (carry->root->is_running_machine) {
		r = vpb_transaction_commands(carry->root, &carry->journal);
		if (r == 0 && (!lines_run(carry, &begun) ||
				      (carry->judge &&
					      carry->judge(carry, carry->context) >= 0)))
			return give_up(carry, begun);
	}
	if (r == 0)
		r = vpb_transaction_finish(carry->root, &carry->journal);
	if (r < 0) {
		vpb_carry_fail(carry, VPB_JOURNAL_FILE, r);
		return give_up(carry, begun);
	}
	return -1;
}
