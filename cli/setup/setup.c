/* SPDX-License-Identifier: GPL-2.0-or-later */

/* setup: writes what gives devices to vfio-pci at the next boot, all of it or nothing. */

#include "setup.h"
#include "commit.h"
#include "json.h"
#include "preview.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/change/spawn.h"
#include "../../host/generate/generate.h"
#include "../../host/machine/usage.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../../host/terminal/options.h"
#include "../../host/terminal/question.h"
#include "../command.h"
#include "../iommu.h"

static int facts_read(struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int r = vpb_inventory_read(setup->change.root, &setup->now, &message);

	if (r == 0)
		r = vpb_inventory_read_usage(setup->change.root, &setup->now);
	if (r == 0)
		r = vpb_facts_read(setup->change.root, &setup->facts);
	if (r == 0)
		r = vpb_setup_lines_read(
			setup->change.root, &setup->change.journal, &setup->former);
	if (r == 0)
		return -1;
	if (message)
		vpb_log(VPB_LOG_ERROR, "setup: %s", message);
	return message ? VPB_EXIT_FAILED : vpb_change_fail(&setup->change, NULL, r);
}

static void try_show(const struct vpb_setup *setup)
{
	if (setup->is_try)
		printf(_("At the end:\n  %s\n"), setup->boot.one_shot.data);
}

/* Nothing is to be changed, but the images may be older than the configuration. */
static int already_print(struct vpb_setup *setup)
{
	const struct vpb_change *change = &setup->change;
	VPB_CLEANUP(vpb_setup_images_done) struct vpb_setup_images images = {};
	int r = vpb_setup_images_left(&setup->boot, &images);

	if (r < 0)
		return vpb_change_fail(change, NULL, r);
	r = -1;
	printf(_("This is set up already.\n"));
	try_show(setup);
	if (change->is_dry) {
		vpb_setup_advice_print(&setup->boot.advice, true);
		return VPB_EXIT_DONE;
	}
	if (setup->is_try)
		r = vpb_question_ask(change->name, change->is_yes);
	if (r < 0 && change->root->is_running_machine)
		r = vpb_setup_images_tell(change, &images);
	return r < 0 ? vpb_setup_end(setup) : r;
}

static int all_do(struct vpb_setup *setup)
{
	struct vpb_change *change = &setup->change;
	int r = vpb_setup_guides_keep_devices(setup);

	if (r < 0)
		r = vpb_setup_devices(setup);
	if (r < 0)
		r = vpb_setup_files(setup);
	if (r < 0)
		r = vpb_setup_loader(setup);
	if (r < 0)
		r = vpb_setup_guides_want(setup);
	if (r >= 0)
		return r;
	if (!vpb_change_is_any(change))
		return already_print(setup);
	r = vpb_setup_commands(&setup->boot);
	if (r < 0)
		return vpb_change_fail(change, NULL, r);
	r = vpb_preview_show(change);
	if (r >= 0)
		return r;
	try_show(setup);
	vpb_setup_tpm_warn(change->root);
	if (change->is_dry) {
		vpb_setup_advice_print(&setup->boot.advice, true);
		return VPB_EXIT_DONE;
	}
	r = vpb_question_ask(change->name, change->is_yes);
	if (r < 0)
		r = vpb_commit(change);
	return r < 0 ? vpb_setup_end(setup) : r;
}

/*
 * The one cause that all devices share comes first. Words that turn the IOMMU on are this very command's
 * to write.
 */
static int machine_judge(const struct vpb_setup *setup)
{
	static const struct vpb_snapshot none;
	const struct vpb_facts *facts = &setup->facts;
	bool noiommu = setup->now.snapshot.noiommu;
	struct vpb_findings causes = {};
	int r = -1;

	if (vpb_iommu_look(setup->change.root, facts, noiommu, &causes) < 0)
		r = vpb_change_fail(&setup->change, NULL, -ENOMEM);
	if (r < 0 && vpb_generate_turns_iommu_on(facts))
		vpb_findings_done(&causes);
	if (r < 0 && causes.count && !facts->has_groups && !noiommu) {
		vpb_log(VPB_LOG_ERROR, "setup: no device can be given to a VM");
		vpb_finding_log("setup", causes.items);
		r = VPB_EXIT_REFUSED;
	} else if (r < 0) {
		vpb_findings_print("", &causes, &none);
	}
	vpb_findings_done(&causes);
	return r;
}

/* With what was typed, or chosen from the list. */
static int selectors_do(struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text list = {};
	VPB_CLEANUP(vpb_freep) const char **selectors = NULL;
	int r = setup->selectors[0] ? vpb_setup_typed_expand(setup, &list)
				    : vpb_setup_choose(setup, &list);
	size_t count = 0;

	if (r >= 0)
		return r;
	selectors = calloc(list.length + 1, sizeof(*selectors));
	if (!selectors)
		return vpb_change_fail(&setup->change, NULL, -ENOMEM);
	for (const char *at = list.data; at < list.data + list.length;
		at += strlen(at) + 1)
		selectors[count++] = at;
	setup->selectors = selectors;
	return all_do(setup);
}

static void forecast_done(struct vpb_setup_forecast *forecast)
{
	vpb_run_done(&forecast->late);
	vpb_run_done(&forecast->run);
}

int vpb_command_setup(const struct vpb_root *root, int argc, char **argv)
{
	struct vpb_setup setup = {.change = {.root = root,
					  .name = "setup",
					  .judge = vpb_setup_images_judge,
					  .context = &setup.facts}};
	VPB_CLEANUP(vpb_closep) int lock_fd = -1;
	int r = vpb_setup_options_parse(argc, argv, &setup);

	if (r < 0)
		r = vpb_setup_json_begin(&setup.change);
	if (r >= 0)
		return r;
	setup.boot.root = root;
	setup.boot.facts = &setup.facts;
	setup.boot.journal = &setup.change.journal;
	setup.change.words = argv + 1;
	r = vpb_commit_begin(&setup.change, &lock_fd);
	if (r < 0)
		r = facts_read(&setup);
	if (r < 0)
		r = machine_judge(&setup);
	if (r < 0)
		r = selectors_do(&setup);
	if (setup.change.is_json)
		r = vpb_setup_end_json(&setup, r);
	vpb_setup_guides_done(&setup);
	vpb_loader_change_done(&setup.boot);
	forecast_done(&setup.next);
	forecast_done(&setup.before);
	vpb_setup_lines_done(&setup.lines);
	vpb_setup_lines_done(&setup.former);
	vpb_inventory_done(&setup.now);
	vpb_facts_done(&setup.facts);
	vpb_change_done(&setup.change);
	return r;
}
