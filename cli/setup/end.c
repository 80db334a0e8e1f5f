/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <stdio.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/change/spawn.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../command.h"
#include "json.h"

/* A line that begins with a blank belongs to the one before it. */
static size_t advice_count(const struct vpb_text *advice)
{
	size_t count = 0;

	for (const char *line = advice->data; line && *line;
		line += strcspn(line, "\n") + 1)
		count += *line != ' ';
	return count;
}

static void advice_line_print(size_t number, const char *line, size_t length)
{
	VPB_CLEANUP(vpb_freep) char *english = strndup(line, length);
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	if (english)
		vpb_language_add(english, &text);
	vpb_line_print(" %2zu. %s", number, text.data ? text.data : "");
}

bool vpb_setup_advice_print(const struct vpb_text *advice, bool is_dry)
{
	static const char *const numbers[] = {N_("no"), N_("one"), N_("two"), N_("three"),
		N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"), N_("nine")};
	size_t count = advice_count(advice), number = 0;

	if (!count)
		return false;
	printf(is_dry ? ngettext(
				"Then this is not finished: one thing is left for you:\n",
				"Then this is not finished: %s things are left for you:\n",
				count)
		      : ngettext("Not finished yet: one thing is left for you:\n",
				"Not finished yet: %s things are left for you:\n", count),
		_(count < sizeof(numbers) / sizeof(*numbers) ? numbers[count]
							     : N_("many")));
	for (const char *line = advice->data; *line; line += strcspn(line, "\n") + 1)
		if (*line == ' ')
			printf("    %.*s\n", (int)strcspn(line, "\n"), line);
		else
			advice_line_print(++number, line, strcspn(line, "\n"));
	return true;
}

/* Not in the journal: the boot that follows uses it up. */
static int entry_try(const struct vpb_setup *setup)
{
	const char *line = setup->boot.one_shot.data;
	int r;

	if (!setup->is_try || !setup->change.root->is_running_machine)
		return VPB_EXIT_DONE;
	printf(_("Running: %s\n"), line);
	r = vpb_spawn_line(line, &vpb_spawn_usual);
	if (r == 0)
		return VPB_EXIT_DONE;
	vpb_log(VPB_LOG_ERROR,
		"setup: '%s' failed; the second entry exists, but the next boot does not start "
		"it by itself: choose it in the boot menu",
		line);
	return VPB_EXIT_FAILED;
}

int vpb_setup_end(const struct vpb_setup *setup)
{
	int status = entry_try(setup);
	bool is_left = vpb_setup_advice_print(&setup->boot.advice, false);

	if (status != VPB_EXIT_DONE)
		return status;
	if (setup->is_try)
		printf("%s",
			is_left ? _("After that, reboot, then see: vfio-prebind status. The boot after it "
				    "is as before. To have it\nat every boot: the same without --try and "
				    "--entry.\n")
				: _("Done. Reboot, then see: vfio-prebind status. The boot after it is as "
				    "before. To have it\nat every boot: the same without --try and "
				    "--entry.\n"));
	else if (setup->is_entry)
		printf("%s",
			is_left ? _("After that, reboot, and choose the entry 'PCI devices for VMs'; then "
				    "see: vfio-prebind status\n")
				: _("Done. Reboot, and choose the entry 'PCI devices for VMs'; then see: "
				    "vfio-prebind status\n"));
	else
		printf("%s%s",
			is_left ? _("After that, reboot, then see: vfio-prebind status\n")
				: _("Done. Reboot, then see: vfio-prebind status\n"),
			_("For one boot without: add vfio_prebind.enable=0 to the kernel command line.\n"));
	printf(_("To undo it: vfio-prebind remove\n"));
	return VPB_EXIT_DONE;
}

int vpb_setup_end_json(struct vpb_setup *setup, int status)
{
	const struct vpb_loader *loader = setup->boot.booted.loader;
	struct vpb_json *json = &setup->change.json.json;

	vpb_setup_json_add_end(&setup->change, &setup->boot.advice, status);
	vpb_json_add_string(json, "loader", loader ? loader->title : NULL);
	vpb_json_add_string(json, "words", setup->boot.words.data);
	vpb_setup_changes_add_json(setup, json);
	vpb_findings_add_json(
		json, "findings", &setup->next.run.findings, &setup->next.run.snapshot);
	return vpb_setup_json_end(&setup->change, status);
}
