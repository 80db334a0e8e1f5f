/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/core/finding.h"
#include "../../host/image/check.h"
#include "../../host/loader/refresh.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/language.h"
#include "../command.h"

#define NO_IMAGE \
	"no boot image was found; make yours again with the program that makes them\n"

static bool says_line(const struct vpb_text *text, const char *line)
{
	return text->data && strstr(text->data, line);
}

/* The running kernel's image that was not found, unless it is known what makes it. */
static bool lost_add(const struct vpb_findings *findings,
	const struct vpb_rebuilds *rebuilds, struct vpb_text *advice)
{
	bool is_lost = false;

	for (size_t i = 0; i < findings->count; i++) {
		const struct vpb_finding *finding = &findings->items[i];

		if (finding->kind != VPB_KIND_IMAGE_LOST ||
			says_line(&rebuilds->by_hand, finding->fix) ||
			says_line(&rebuilds->commands, finding->fix))
			continue;
		is_lost = true;
		vpb_text_add(advice, "%s; %s\n", finding->reason, finding->fix);
	}
	return is_lost;
}

/* Each image by the program that made it, as its own content tells. */
static int images_add(struct vpb_loader_change *boot)
{
	struct vpb_findings findings = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text looked = {};
	VPB_CLEANUP(vpb_rebuilds_done) struct vpb_rebuilds rebuilds = {};
	int r = vpb_check_images(
		boot->root, boot->facts, NULL, &findings, &looked, &rebuilds);
	bool is_lost = lost_add(&findings, &rebuilds, &boot->advice);
	char *rest, *line;

	vpb_findings_done(&findings);
	if (r == 0)
		r = vpb_text_error(&rebuilds.commands);
	if (r == 0)
		r = vpb_text_error(&rebuilds.by_hand);
	if (r == 0 && !rebuilds.commands.length && !rebuilds.by_hand.length && !is_lost)
		vpb_text_add(&boot->advice, NO_IMAGE);
	if (r == 0 && rebuilds.by_hand.length)
		vpb_text_add(&boot->advice, "%s", rebuilds.by_hand.data);
	for (rest = rebuilds.commands.data; r == 0 && (line = strsep(&rest, "\n"));)
		if (*line)
			r = vpb_journal_want_command(boot->journal, line);
	return r < 0 ? r : vpb_text_error(&boot->advice);
}

void vpb_setup_images_done(struct vpb_setup_images *images)
{
	vpb_findings_done(&images->findings);
	vpb_text_done(&images->looked);
}

int vpb_setup_images_left(
	struct vpb_loader_change *boot, struct vpb_setup_images *ret_images)
{
	int r = vpb_check_images(boot->root, boot->facts, NULL, &ret_images->findings,
		&ret_images->looked, NULL);
	bool is_lost = false;

	for (size_t i = 0; r == 0 && i < ret_images->findings.count; i++) {
		const struct vpb_finding *finding = &ret_images->findings.items[i];

		is_lost |= finding->kind == VPB_KIND_IMAGE_LOST;
		if (finding->kind == VPB_KIND_IMAGE_LOST ||
			vpb_check_binds_nothing(finding->kind))
			vpb_text_add(
				&boot->advice, "%s; %s\n", finding->reason, finding->fix);
	}
	if (r == 0 && !ret_images->looked.length && !is_lost)
		vpb_text_add(&boot->advice, NO_IMAGE);
	return r < 0 ? r : vpb_text_error(&boot->advice);
}

int vpb_setup_commands(struct vpb_loader_change *boot)
{
	int r = images_add(boot);

	for (size_t i = 0; r == 0 && i < boot->journal->file_count; i++)
		if (vpb_journal_file_changes(&boot->journal->files[i]))
			r = vpb_loader_refresh(boot, boot->journal->files[i].path);
	return r;
}

/* One that somebody has to make by hand cannot be right yet, and is in the advice. */
static bool is_made_by_us(
	const struct vpb_change *change, const struct vpb_finding *finding)
{
	for (size_t i = 0; i < change->journal.command_count; i++)
		if (finding->command &&
			strcmp(finding->command, change->journal.commands[i]) == 0)
			return true;
	return finding->command && !change->journal.command_count;
}

int vpb_setup_images_tell(
	const struct vpb_change *change, const struct vpb_setup_images *images)
{
	static const struct vpb_snapshot none;
	const struct vpb_findings *findings = &images->findings;
	bool is_fine = true;

	printf(_("Looked into: %s\n"),
		images->looked.length ? images->looked.data : _("no boot image"));
	vpb_findings_print("  ", findings, &none);
	for (size_t i = 0; i < findings->count; i++)
		if (vpb_check_binds_nothing(findings->items[i].kind) &&
			is_made_by_us(change, &findings->items[i]))
			is_fine = false;
	if (is_fine)
		return -1;
	vpb_log(VPB_LOG_ERROR, "%s: a boot image would not bind the devices, see above",
		change->name);
	return VPB_EXIT_FAILED;
}

int vpb_setup_images_judge(const struct vpb_change *change, const void *facts)
{
	VPB_CLEANUP(vpb_setup_images_done) struct vpb_setup_images images = {};
	int r = vpb_check_images(
		change->root, facts, NULL, &images.findings, &images.looked, NULL);

	return r < 0 ? vpb_change_fail(change, NULL, r)
		     : vpb_setup_images_tell(change, &images);
}
