/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * bind, release: what the boot programs do, and its way back, on the system as it is. The same
 * guards look, and one more: who has the device open.
 */

#include "bind.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "../../helper/base/clock.h"
#include "../../helper/base/log.h"
#include "../../helper/core/report_read.h"
#include "../../helper/sys/apply.h"
#include "../../helper/sys/details.h"
#include "../../helper/sys/lock.h"
#include "../../helper/sys/power.h"
#include "../../helper/sys/report_file.h"
#include "../../host/machine/boot_report.h"
#include "../../host/machine/open_files.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../../host/terminal/options.h"
#include "../../host/terminal/selectors.h"
#include "../command.h"
#include "../idle.h"
#include "driverctl.h"

/* As long as what udev's rule starts may take. */
#define TURN_DEADLINE_MS 30000

static void bind_help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind bind [OPTION...] [SELECTOR...]\n"
		"\n"
		"Gives devices to vfio-pci at once: those that the configuration and the kernel\n"
		"command line ask for, or only those named, with words after '+' as on the\n"
		"command line. The same checks apply as at boot; what a program has open stays.\n"
		"\n"
		"  -n, --dry-run  only says what would be done\n"
		"  --json         for programs\n" VPB_OPTIONS_HELP "\n"
		"Ends with 3 where a check left a device to the host.\n"));
}

static void release_help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind release [OPTION...] SELECTOR...\n"
		"\n"
		"Gives devices back to the host's drivers, until 'bind' or the next boot takes\n"
		"them again. A display brings its companions along.\n"
		"\n"
		"  -n, --dry-run  only says what would be done\n"
		"  --json         for programs\n" VPB_OPTIONS_HELP "\n"
		"Ends with 3 where a check left a device as it is: a virtual machine has it.\n"));
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(
	int argc, char **argv, struct vpb_bind *bind, void (*help_print)(void))
{
	static const struct option known[] = {
		{"dry-run", no_argument, NULL, 'n'},
		{"json", no_argument, NULL, 'J'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv, "n" VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		if (option == 'n') {
			bind->is_dry = true;
		} else if (option == 'J') {
			bind->is_json = true;
		} else if ((r = vpb_options_common(option, help_print)) >= 0) {
			return r;
		}
	}
	bind->has_selectors = optind < argc;
	return vpb_selectors_are_fine(bind->name, (const char *const *)argv + optind)
		       ? -1
		       : VPB_EXIT_USAGE;
}

/*
 * What a release has to restore, and the bridges above all that vfio-pci has: those that stay there
 * still need theirs. Without a report nothing was set.
 */
static int power_recall(const struct vpb_root *root, struct vpb_snapshot *snapshot)
{
	VPB_CLEANUP(vpb_boot_report_done) struct vpb_boot_report report = {};
	int r = vpb_boot_report_read(root, &report);

	if (r == -ENOMEM)
		return r;
	if (r < 0 || !report.power_count)
		return 0;
	vpb_details_read_all(root, snapshot);
	for (size_t i = 0; i < snapshot->device_count; i++) {
		struct vpb_device *device = &snapshot->devices[i];

		device->sleep_before =
			vpb_boot_report_sleep_before(&report, device->address);
		if (device->sleep_before)
			vpb_power_read(root, device);
	}
	return 0;
}

static int facts_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	struct vpb_bind *bind = pipeline->context;
	const struct vpb_usage_how how = {
		.read_tags = bind->is_dry ? vpb_tags_read_udev : vpb_tags_read_devices,
		.holds = bind->is_dry ? NULL : &bind->holds,
	};
	int r = vpb_open_files_read(root, request, selection, snapshot, &bind->is_blind);

	if (r < 0)
		return r;
	return request->is_release
		       ? power_recall(root, snapshot)
		       : vpb_usage_read(root, &how, request, selection, snapshot);
}

/* A word that names nothing, or a bus that cannot be read: then nothing is done at all. */
static bool is_hopeless(const struct vpb_bind *bind)
{
	bool found = false;

	for (size_t i = 0; i < bind->run.findings.count; i++) {
		const struct vpb_finding *finding = &bind->run.findings.items[i];

		if (finding->kind != VPB_KIND_SCAN &&
			!(bind->has_selectors && finding->kind == VPB_KIND_UNMATCHED))
			continue;
		vpb_finding_log(bind->name, finding);
		found = true;
	}
	return found;
}

static int report_keep(const struct vpb_bind *bind, uint64_t began_us)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text section = {};
	struct vpb_report report = vpb_bind_report(bind);
	char boot_id[64];
	int r;

	vpb_boot_id_read(bind->root, boot_id, sizeof(boot_id));
	report.boot_id = boot_id;
	report.began_us = began_us;
	report.ended_us = vpb_clock_since_boot_us();
	vpb_report_add_section(&report, &section);
	r = vpb_text_error(&section);
	if (r == 0)
		r = vpb_report_file_add(bind->root, VPB_REPORT_FILE, section.data);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR,
			"%s: the report /" VPB_REPORT_FILE " could not be written: %s",
			bind->name, strerror(-r));
	return r;
}

/* What is begun is ended: from here on no signal but SIGKILL stops it half way. */
static int steps_apply(struct vpb_bind *bind)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
	struct vpb_run *run = &bind->run;
	uint64_t began_us = vpb_clock_since_boot_us();
	int r = 0;

	for (size_t i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		signal(signals[i], SIG_IGN);
	if (run->plan.step_count)
		r = vpb_apply(bind->root, &run->snapshot, &run->plan, run->outcomes);
	bind->state = r == -ETIMEDOUT ? VPB_RUN_STUCK
		      : r < 0	      ? VPB_RUN_BROKEN
				      : VPB_RUN_DONE;
	if (r == -ETIMEDOUT)
		vpb_log(VPB_LOG_ERROR,
			"%s: the kernel did not answer for %u seconds; nothing more is "
			"written",
			bind->name, VPB_APPLY_DEADLINE_MS / 1000);
	else if (r < 0)
		vpb_log(VPB_LOG_ERROR, "%s: the steps could not be carried out: %s",
			bind->name, strerror(-r));
	/* Also what was released already: an earlier section may say otherwise. */
	if (run->plan.step_count || run->plan.is_release)
		return report_keep(bind, began_us);
	return 0;
}

static int status_of(const struct vpb_bind *bind)
{
	const struct vpb_run *run = &bind->run;
	int status = VPB_EXIT_DONE;

	for (size_t i = 0; i < run->findings.count; i++)
		if (run->findings.items[i].refused)
			status = VPB_EXIT_REFUSED;
	for (size_t i = 0; i < run->snapshot.device_count; i++)
		if (run->outcomes[i].state == VPB_STATE_FAILED ||
			run->outcomes[i].state == VPB_STATE_WORKING ||
			run->outcomes[i].sleep_error)
			status = VPB_EXIT_FAILED;
	return bind->state == VPB_RUN_DONE ? status : VPB_EXIT_FAILED;
}

/* Before anything is read: another run changes what there is to see. */
static int turn_wait(const struct vpb_bind *bind, int *ret_fd)
{
	int r = bind->is_dry ? 0 : vpb_lock_take(bind->root, TURN_DEADLINE_MS, ret_fd);

	if (r == -EAGAIN)
		vpb_log(VPB_LOG_ERROR,
			"%s: nothing was changed: another run, which 'lslocks' names by "
			"/" VPB_LOCK_FILE
			", has not come to its end; try again when it has",
			bind->name);
	else if (r < 0)
		vpb_log(VPB_LOG_ERROR, "%s: nothing was changed: /" VPB_LOCK_FILE ": %s",
			bind->name, strerror(-r));
	return r;
}

/* Returns an exit status. */
static int plan_and_do(struct vpb_bind *bind, const struct vpb_pipeline *pipeline)
{
	int r = vpb_pipeline_plan(bind->root, pipeline, &bind->run), kept = 0;

	if (r == 0 && is_hopeless(bind)) {
		vpb_log(VPB_LOG_ERROR, "%s: nothing was changed", bind->name);
		return VPB_EXIT_FAILED;
	}
	if (r == 0)
		r = vpb_idle_explain(&bind->run, "this boot's");
	if (r == 0)
		r = vpb_driverctl_explain(bind->root, &bind->run);
	if (r == 0 && bind->is_blind)
		vpb_log(VPB_LOG_INFO, "not seen: which programs of other users have a "
				      "device open; only root may look");
	if (r == 0 && !bind->is_dry) {
		kept = steps_apply(bind);
		vpb_bind_log(bind);
	}
	if (r == 0)
		r = bind->is_json ? vpb_bind_print_json(bind) : vpb_bind_print(bind);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "%s: %s", bind->name, strerror(-r));
	return r < 0 || kept < 0 ? VPB_EXIT_FAILED : status_of(bind);
}

static int run(struct vpb_bind *bind, int argc, char **argv, bool is_release,
	void (*help_print)(void))
{
	struct vpb_pipeline pipeline = {.phase = VPB_PHASE_RUNNING,
		.read_facts = facts_read,
		.context = bind,
		.sources = {.is_release = is_release}};
	VPB_CLEANUP(vpb_closep) int turn_fd = -1;
	int r = options_parse(argc, argv, bind, help_print);

	if (r >= 0)
		return r;
	if (is_release && !bind->has_selectors) {
		vpb_log(VPB_LOG_ERROR, "release: which device? see release --help");
		return VPB_EXIT_USAGE;
	}
	if (!bind->is_dry && bind->root->is_running_machine && geteuid() != 0) {
		vpb_log(VPB_LOG_ERROR,
			"%s: only root may do this; --dry-run says what would be done",
			bind->name);
		return VPB_EXIT_FAILED;
	}
	if (turn_wait(bind, &turn_fd) < 0)
		return VPB_EXIT_FAILED;
	pipeline.is_dry = bind->is_dry;
	if (bind->has_selectors)
		pipeline.sources.selectors = (const char *const *)argv + optind;
	r = plan_and_do(bind, &pipeline);
	vpb_run_done(&bind->run);
	vpb_holds_done(&bind->holds);
	return r;
}

int vpb_command_bind(const struct vpb_root *root, int argc, char **argv)
{
	struct vpb_bind bind = {.name = "bind", .root = root};

	return run(&bind, argc, argv, false, bind_help_print);
}

int vpb_command_release(const struct vpb_root *root, int argc, char **argv)
{
	struct vpb_bind bind = {.name = "release", .root = root};

	return run(&bind, argc, argv, true, release_help_print);
}
