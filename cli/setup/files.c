/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <string.h>

#include "../../helper/base/log.h"
#include "../../host/generate/generate.h"
#include "../command.h"
#include "../late_forecast.h"

/* What `generate` makes, without its advice on how to use and how to undo it. */
static int generated_want(
	struct vpb_setup *setup, vpb_generator_make *make, const char *path)
{
	VPB_CLEANUP(vpb_driver_modules_done)
	struct vpb_driver_modules driver_modules = {};
	VPB_CLEANUP(vpb_output_done) struct vpb_output output = {.takes_comments = true};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	const struct vpb_generate generate = {.root = setup->change.root,
		.facts = &setup->facts,
		.run = &setup->next.run,
		.driver_modules = &driver_modules,
		.made_by = "setup",
		.options = (const char *const[]){NULL}};
	char *rest, *line;
	int r = vpb_driver_modules_read(setup->change.root, &setup->facts,
		&setup->next.run.snapshot, &driver_modules);

	if (r == 0)
		r = make(&generate, &output);
	if (r == 0)
		r = vpb_text_error(&output.file);
	if (r < 0)
		return r;
	vpb_text_add(&text, VPB_SETUP_HEAD);
	for (rest = output.file.data; (line = strsep(&rest, "\n"));)
		if (*line && strncmp(line, "# To ", 5) != 0 &&
			strncmp(line, "# vfio-prebind ", 15) != 0)
			vpb_text_add(&text, "%s\n", line);
	r = vpb_text_error(&text);
	return r < 0 ? r
		     : vpb_transaction_append(setup->change.root, &setup->change.journal,
			       path, text.data);
}

/* The service is off by default: without it, nothing would happen. */
static int late_want(struct vpb_setup *setup)
{
	static const char make[] = "systemctl enable " VPB_LATE_SERVICE;
	struct vpb_journal *journal = &setup->change.journal;
	bool is_ours = false;

	for (size_t i = 0; i < journal->effect_count; i++)
		is_ours |= strcmp(journal->effects[i].make, make) == 0;
	if (!setup->needs_late || (!is_ours && vpb_late_is_on(setup->change.root)))
		return 0;
	return vpb_journal_want_effect(
		journal, make, "systemctl disable " VPB_LATE_SERVICE);
}

static int config_want(struct vpb_setup *setup)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	int r;

	vpb_setup_lines_add_config(&setup->lines, false, &text);
	r = vpb_text_error(&text);
	return r < 0 ? r
		     : vpb_transaction_append(setup->change.root, &setup->change.journal,
			       VPB_SETUP_CONFIG, text.data);
}

int vpb_setup_files(struct vpb_setup *setup)
{
	struct vpb_change *change = &setup->change;
	const char *path = NULL;
	int r = vpb_transaction_want_none(change->root, &change->journal, &path);

	if (r == 0 && vpb_setup_lines_have_entry(&setup->lines, false)) {
		path = VPB_SETUP_CONFIG;
		r = config_want(setup);
	}
	if ((setup->with_softdeps || setup->with_blacklist) &&
		!setup->facts.kernel_count) {
		vpb_log(VPB_LOG_ERROR,
			"setup: no kernel has its modules in /lib/modules, so it is unknown "
			"which module would claim a device");
		return VPB_EXIT_FAILED;
	}
	if (r == 0 && setup->with_softdeps) {
		path = "etc/modprobe.d/00-vfio-prebind.conf";
		r = generated_want(setup, vpb_generate_modprobe, path);
	}
	if (r == 0 && setup->with_blacklist) {
		path = "etc/modprobe.d/vfio-prebind-blacklist.conf";
		r = generated_want(setup, vpb_generate_blacklist, path);
	}
	if (r == 0) {
		path = NULL;
		r = late_want(setup);
	}
	return r < 0 ? vpb_change_fail(change, path, r) : -1;
}
