/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commit.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/base/log.h"
#include "../../host/machine/message.h"
#include "../../host/terminal/language.h"
#include "../command.h"
#include "json.h"
#include "packages.h"
#include "running.h"

/* By the journal on the disk. The first `begun` of the commands may have used the files. */
static int roll_back(struct vpb_change *change, size_t begun)
{
	struct vpb_journal *journal = &change->journal;
	const char *path = VPB_JOURNAL_FILE;
	bool is_fine = true, is_whole = change->root->is_running_machine || !begun;
	int r;

	vpb_journal_done(journal);
	r = vpb_journal_read(change->root, journal);
	while (journal->command_count > begun)
		free(journal->commands[--journal->command_count]);
	if (r == 0)
		r = vpb_transaction_roll_back(change->root, journal, &path);
	if (r == 0) {
		is_fine = vpb_running_do(change, true, &begun);
		path = VPB_JOURNAL_FILE;
		r = vpb_transaction_finish(change->root, journal);
	}
	if (r < 0) {
		vpb_change_fail(change, path, r);
		vpb_log(VPB_LOG_ERROR,
			"%s: rollback incomplete: fix the problem above, then run "
			"'vfio-prebind %s' again; what the files held before is in "
			"%s/" VPB_JOURNAL_FOLDER,
			change->name, change->name, change->root->path);
		return VPB_EXIT_FAILED;
	}
	vpb_log(VPB_LOG_ERROR, "%s: %s", change->name,
		!is_whole ? _("the files are as they were before")
		: is_fine
			? _("everything is as it was before")
			: _("the files are as they were before, but the boot images may not be: "
			    "fix that, and run the command again"));
	return -1;
}

/* After a failure that was told of. */
static int give_up(struct vpb_change *change, size_t begun)
{
	roll_back(change, begun);
	return VPB_EXIT_FAILED;
}

static int interrupted_roll_back(struct vpb_change *change)
{
	bool had_begun = change->journal.state == VPB_JOURNAL_COMMANDS;

	if (change->is_dry) {
		vpb_log(VPB_LOG_ERROR,
			"%s: an earlier call was interrupted, and the next 'setup' or "
			"'remove' rolls it back; run that first",
			change->name);
		return VPB_EXIT_FAILED;
	}
	vpb_log(VPB_LOG_WARNING, "%s: an earlier call was interrupted: rolling it back",
		change->name);
	return roll_back(change, had_begun ? SIZE_MAX : 0);
}

/* Before anything is shown or asked. */
static int access_check(const struct vpb_change *change)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text sudo = {};

	/* What is in root's way, the transaction names. */
	if (change->is_dry || geteuid() == 0 || vpb_transaction_may_write(change->root))
		return -1;
	vpb_change_add_sudo(change, &sudo);
	vpb_log(VPB_LOG_ERROR, "%s: only root can do this: %s", change->name,
		sudo.data ? sudo.data : "sudo vfio-prebind");
	return VPB_EXIT_FAILED;
}

/* To look only, the journal is not needed. */
static int hidden_say(struct vpb_change *change)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text sudo = {};

	change->journal.is_hidden = true;
	vpb_change_add_sudo(change, &sudo);
	vpb_log(VPB_LOG_WARNING,
		"%s: what setup has changed is in %s/" VPB_JOURNAL_FOLDER
		", which only root can read; to see all of it: %s",
		change->name, change->root->path,
		sudo.data ? sudo.data : "sudo vfio-prebind");
	return -1;
}

static int journal_read(struct vpb_change *change)
{
	int r;

	vpb_journal_done(&change->journal);
	r = vpb_journal_read(change->root, &change->journal);
	if (r == 0)
		return -1;
	if (r == -EACCES && change->is_dry)
		return hidden_say(change);
	if (r != -EBADMSG && r != -ENOENT)
		return vpb_change_fail(change, VPB_JOURNAL_FILE, r);
	vpb_log(VPB_LOG_ERROR,
		"%s: %s/" VPB_JOURNAL_FILE
		" has unexpected contents, so it is unknown what was changed; undo it by hand, "
		"then remove that folder",
		change->name, change->root->path);
	return VPB_EXIT_FAILED;
}

int vpb_commit_begin(struct vpb_change *change, int *ret_lock_fd)
{
	int r = access_check(change);

	if (r < 0 && !change->is_dry)
		r = vpb_packages_await(change);
	if (r >= 0)
		return r;
	r = change->is_dry ? 0 : vpb_transaction_lock(change->root, ret_lock_fd);
	/* What is done may be read by nothing, and still has to be done to its end. */
	if (!change->is_dry)
		signal(SIGPIPE, SIG_IGN);

	if (r == -EWOULDBLOCK) {
		vpb_log(VPB_LOG_ERROR, "%s: another 'setup' or 'remove' is running",
			change->name);
		return VPB_EXIT_FAILED;
	}
	r = r < 0 ? vpb_change_fail(change, NULL, r) : journal_read(change);
	if (r < 0 && change->journal.state != VPB_JOURNAL_DONE) {
		r = interrupted_roll_back(change);
		if (r < 0)
			r = journal_read(change);
	}
	if (r >= 0 || change->is_dry)
		return r;
	r = vpb_journal_tidy(change->root, &change->journal);
	return r < 0 ? vpb_change_fail(change, VPB_JOURNAL_FOLDER, r) : -1;
}

/* Which files it was about, for the journal of the system. */
static void message_send(const struct vpb_change *change)
{
	bool is_remove = strcmp(change->name, "remove") == 0;
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_text_add(&text, is_remove ? "the setup was undone" : "devices were set up");
	for (size_t i = 0; i < change->journal.file_count; i++)
		vpb_text_add(
			&text, "%s /%s", i ? "," : ":", change->journal.files[i].path);
	if (vpb_text_error(&text) == 0)
		vpb_message_send(change->root,
			is_remove ? VPB_MESSAGE_REMOVE : VPB_MESSAGE_SETUP, "",
			text.data);
}

int vpb_commit(struct vpb_change *change)
{
	const char *path = NULL;
	size_t begun = 0;
	int r;

	/* Also for those who run it through a pipe: nothing is done that was not shown. */
	if (fflush(stdout) != 0 || ferror(stdout)) {
		vpb_log(VPB_LOG_ERROR,
			"%s: what is to be done could not be shown; nothing was changed",
			change->name);
		return VPB_EXIT_FAILED;
	}
	vpb_setup_json_add_plan(change);
	r = vpb_packages_look_again(change);
	if (r >= 0)
		return r;
	r = vpb_transaction_start(change->root, &change->journal, &path);
	if (r < 0) {
		vpb_change_fail(change, path, r);
		vpb_log(VPB_LOG_ERROR, "%s: nothing was changed", change->name);
		return VPB_EXIT_FAILED;
	}
	r = vpb_transaction_apply(change->root, &change->journal, &path);
	if (r < 0) {
		vpb_change_fail(change, path, r);
		return give_up(change, 0);
	}
	if (change->root->is_running_machine) {
		r = vpb_transaction_commands(change->root, &change->journal);
		if (r == 0 && (!vpb_running_do(change, false, &begun) ||
				      (change->judge && change->judge(change,
								change->context) >= 0)))
			return give_up(change, begun);
	}
	if (r == 0)
		r = vpb_transaction_finish(change->root, &change->journal);
	if (r < 0) {
		vpb_change_fail(change, VPB_JOURNAL_FILE, r);
		return give_up(change, begun);
	}
	message_send(change);
	return -1;
}
