/* SPDX-License-Identifier: GPL-2.0-or-later */

#include "program.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/output.h"
#include "base/options.h"
#include "core/report.h"
#include "sys/apply.h"
#include "sys/deadline.h"
#include "sys/lock.h"
#include "sys/report_file.h"

#define KERNEL_LOG "/dev/kmsg"

/*
 * Reading the machine takes milliseconds, or as long as a disk takes to start. The steps have a
 * deadline of their own, and after them comes the report. The units wait for all of it.
 */
#define READ_DEADLINE_MS 15000
#define STEPS_DEADLINE_MS (VPB_APPLY_DEADLINE_MS + 2000)
/* As long as the run that comes first can take. udev gives a rule's program 180 seconds. */
#define TURN_DEADLINE_MS (READ_DEADLINE_MS + STEPS_DEADLINE_MS + 3000)

/* What is asked of the program itself, as opposed to what is asked for in the sources. */
struct options {
	const char *root;
	const char *report; /* NULL: the usual place, and none for a dry run */
	bool dry_run;
	bool has_arrival;
	struct vpb_address arrival; /* what udev saw being plugged in */
};

static const struct vpb_address *arrival_of(const struct options *options)
{
	return options->has_arrival ? &options->arrival : NULL;
}

enum {
	EXIT_USAGE = 2,
};

/* Returns 0 to go on, else the exit status plus one. */
static int options_parse(
	const struct vpb_program *program, int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{"root", required_argument, NULL, 'r'},
		{"report", required_argument, NULL, 'o'},
		{"arrival", required_argument, NULL, 'a'},
		{"dry-run", no_argument, NULL, 'n'},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{},
	};
	int option;

	while ((option = vpb_options_next(argc, argv, "", known)) != -1) {
		if (option == 'r') {
			options->root = optarg;
		} else if (option == 'o') {
			options->report = optarg;
		} else if (option == 'a') {
			if (vpb_address_parse(optarg, &options->arrival) < 0) {
				fprintf(stderr,
					"%s: '%s' is not the address of a device\n",
					program->name, optarg);
				return EXIT_USAGE + 1;
			}
			options->has_arrival = true;
		} else if (option == 'n') {
			options->dry_run = true;
		} else if (option == 'h') {
			fputs(program->help, stdout);
			return EXIT_SUCCESS + 1;
		} else if (option == 'V') {
			printf("%s %s\n", program->name, VPB_VERSION);
			return EXIT_SUCCESS + 1;
		} else {
			return EXIT_USAGE + 1;
		}
	}
	if (optind == argc)
		return 0;
	fprintf(stderr, "%s: unexpected argument '%s', see --help\n", program->name,
		VPB_WORD(argv[optind]));
	return EXIT_USAGE + 1;
}

/* What an earlier run of this boot has said is not said again, such as a mistake in the config. */
static void findings_log(const struct vpb_root *root, const struct vpb_report *report)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text said = {};
	int r = vpb_root_read(root, VPB_REPORT_FILE, &said);

	for (size_t i = 0; i < report->findings->count; i++) {
		const struct vpb_finding *finding = &report->findings->items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
		VPB_CLEANUP(vpb_text_done) struct vpb_text written = {};
		enum vpb_log_level level;

		vpb_report_add_finding(report, i, &written);
		if (r == 0 && said.data && written.data &&
			strstr(said.data, written.data))
			continue;
		vpb_finding_describe(finding, report->snapshot, &line);
		level = finding->severity == VPB_NOTE ? VPB_LOG_INFO
			: report->request->mistaken   ? VPB_LOG_ERROR
						      : VPB_LOG_WARNING;
		vpb_log(level, "%s", line.data ? line.data : finding->guard);
		if (*finding->fix)
			vpb_log(level, "  fix: %s", finding->fix);
	}
}

static void report_log(const struct vpb_root *root, const struct vpb_report *report)
{
	for (size_t i = 0; i < report->snapshot->device_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};
		enum vpb_state state = report->outcomes[i].state;

		if (vpb_report_describe_device(report, i, &line) && line.data)
			vpb_log(state == VPB_STATE_BOUND || state == VPB_STATE_ALREADY
					? VPB_LOG_INFO
					: VPB_LOG_ERROR,
				"%s", line.data);
	}
	findings_log(root, report);
}

/* One that cannot be kept is a warning. */
static void report_write(
	const struct vpb_root *root, const char *path, const struct vpb_report *report)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text section = {};
	int r;

	if (!report->arrival || vpb_report_has_news(report))
		vpb_report_add_section(report, &section);
	r = vpb_text_error(&section);
	if (r == 0)
		r = vpb_report_file_change(
			root, path, report->arrival, section.data ? section.data : "");
	if (r < 0)
		vpb_log(VPB_LOG_WARNING, "failed to write the report %s: %s", path,
			strerror(-r));
}

static void report_keep(const struct vpb_root *root, const struct options *options,
	const struct vpb_report *report)
{
	const struct vpb_root here = vpb_root_here();

	if (!options->report) {
		if (!options->dry_run)
			report_write(root, VPB_REPORT_FILE, report);
	} else {
		report_write(&here, options->report, report);
	}
}

/*
 * What is killed between two steps would leave no trace: on a running system anything may kill
 * this program. The section of the whole run comes in its place.
 */
static void report_begun(const struct vpb_root *root, const struct options *options,
	struct vpb_report report)
{
	if (!report.arrival)
		return;
	report.state = VPB_RUN_BROKEN;
	report.ended_us = vpb_clock_since_boot_us();
	report_keep(root, options, &report);
}

static void plan_print(const struct vpb_report *report)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

	vpb_report_add_plan(report, &text);
	for (size_t i = 0; i < report->findings->count; i++)
		vpb_finding_add_lines(
			&report->findings->items[i], report->snapshot, "", &text);
	fputs(text.data ? text.data : "", stdout);
}

static enum vpb_run_state idle_state(
	const struct vpb_request *request, const struct options *options)
{
	const char *word = vpb_request_off_word(request);

	if (!word)
		return VPB_RUN_IDLE;
	/* What is not understood is said as a finding, on the console too. */
	if (!options->has_arrival && !request->mistaken)
		vpb_log(VPB_LOG_INFO, "nothing is bound at this boot, because of '%s'",
			word);
	return VPB_RUN_OFF;
}

static struct vpb_report report_begin(const struct vpb_program *program,
	const struct options *options, const struct vpb_run *run, const char *boot_id)
{
	return (struct vpb_report){
		.section = options->has_arrival ? VPB_SECTION_HOTPLUG : program->section,
		.arrival = arrival_of(options),
		.version = VPB_VERSION,
		.boot_id = boot_id,
		.began_us = vpb_clock_since_boot_us(),
		.state = VPB_RUN_DONE,
		.request = &run->request,
		.snapshot = &run->snapshot,
		.selection = &run->selection,
		.findings = &run->findings,
		.plan = &run->plan,
	};
}

static enum vpb_run_state plan_apply(const struct vpb_root *root, struct vpb_run *run)
{
	int r = vpb_apply(root, &run->snapshot, &run->plan, run->outcomes);

	if (r == -ETIMEDOUT)
		vpb_log(VPB_LOG_ERROR,
			"the kernel did not answer for %u seconds; nothing more is written",
			VPB_APPLY_DEADLINE_MS / 1000);
	else if (r < 0)
		vpb_log(VPB_LOG_ERROR, "failed to run the steps: %s", strerror(-r));
	return r == -ETIMEDOUT ? VPB_RUN_STUCK : r < 0 ? VPB_RUN_BROKEN : VPB_RUN_DONE;
}

/* What the child tells before the steps begin: from here on it may not be killed half way. */
static void steps_announce(int tell_fd)
{
	const char word = 1;

	/* The parent may have gone: then nothing is there to kill this child. */
	if (write(tell_fd, &word, sizeof(word)) < 0)
		return;
}

/* The whole of the work, in the child. Returns an exit status. */
static int run_all(const struct vpb_program *program, const struct vpb_root *root,
	const struct options *options, int tell_fd)
{
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	char boot_id[64] = "";
	struct vpb_report report = report_begin(program, options, &run, boot_id);
	struct vpb_pipeline pipeline = program->pipeline;
	int r;

	pipeline.is_dry = options->dry_run;
	pipeline.arrival = arrival_of(options);
	if (root->is_running_machine)
		pipeline.sources.credentials = getenv("CREDENTIALS_DIRECTORY");
	r = vpb_pipeline_plan(root, &pipeline, &run);
	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "nothing is bound at this boot: %s", strerror(-r));
		return EXIT_FAILURE;
	}
	report.outcomes = run.outcomes;
	vpb_boot_id_read(root, boot_id, sizeof(boot_id));
	if (run.request.debug)
		vpb_log_set_level(VPB_LOG_DEBUG);
	vpb_log(VPB_LOG_DEBUG, "%zu rules, %zu functions, %zu claims, %zu steps",
		run.request.rule_count, run.snapshot.device_count,
		run.selection.claim_count, run.plan.step_count);

	if (!vpb_request_is_active(&run.request))
		report.state = idle_state(&run.request, options);
	if (options->dry_run) {
		plan_print(&report);
	} else if (run.plan.step_count) {
		enum vpb_run_state applied;

		report_begun(root, options, report);
		steps_announce(tell_fd);
		applied = plan_apply(root, &run);

		if (applied != VPB_RUN_DONE)
			report.state = applied;
	}
	report.ended_us = vpb_clock_since_boot_us();
	if (!options->dry_run && (!report.arrival || vpb_report_has_news(&report)))
		report_log(root, &report);
	report_keep(root, options, &report);
	return report.state == VPB_RUN_BROKEN ? EXIT_FAILURE : EXIT_SUCCESS;
}

struct child {
	const struct vpb_program *program;
	const struct vpb_root *root;
	const struct options *options;
	bool has_begun; /* the steps: something may be written */
};

/* The child ended without a word, or was abandoned: says so, and keeps a report. */
static void give_up(const struct child *child, uint64_t began_us, int r)
{
	const struct vpb_run nothing = {};
	char boot_id[64] = "", why[100];
	struct vpb_report report =
		report_begin(child->program, child->options, &nothing, boot_id);

	if (r == -ETIMEDOUT)
		snprintf(why, sizeof(why), "gave up after %d seconds of %s",
			(child->has_begun ? STEPS_DEADLINE_MS : READ_DEADLINE_MS) / 1000,
			child->has_begun ? "running the steps" : "reading and checking");
	else
		snprintf(why, sizeof(why), "gave up (%s)", strerror(-r));
	if (child->has_begun)
		vpb_log(VPB_LOG_ERROR,
			"%s; some devices may be bound: 'lspci -nnk' shows each device's driver; to "
			"boot without, add vfio_prebind.enable=0 to the kernel command line",
			why);
	else
		vpb_log(VPB_LOG_ERROR,
			"%s; nothing is bound at this boot; 'strace -f %s --dry-run' shows where",
			why, child->program->name);
	/* What report_begun() wrote names the devices. */
	if (child->has_begun && report.arrival)
		return;
	vpb_boot_id_read(child->root, boot_id, sizeof(boot_id));
	report.state = r == -ETIMEDOUT ? VPB_RUN_STUCK : VPB_RUN_BROKEN;
	report.began_us = began_us;
	report.ended_us = vpb_clock_since_boot_us();
	report_keep(child->root, child->options, &report);
}

static int run_in_child(int tell_fd, void *context)
{
	const struct child *child = context;
	int status = run_all(child->program, child->root, child->options, tell_fd);

	return vpb_output_end(child->program->name, status);
}

static unsigned int steps_heard(const void *record, void *context)
{
	struct child *child = context;

	(void)record;
	child->has_begun = true;
	return STEPS_DEADLINE_MS;
}

/* Whose turn it is, where something was plugged in: of several functions each has a run. */
static int turn_wait(const struct vpb_program *program, const struct vpb_root *root,
	const struct options *options, int *ret_fd)
{
	int r = options->has_arrival && !options->dry_run
			? vpb_lock_take(root, TURN_DEADLINE_MS, ret_fd)
			: 0;

	if (r < 0)
		vpb_log(VPB_LOG_ERROR,
			"what was plugged in stays with the host: another run of %s has "
			"/" VPB_LOCK_FILE " locked (%s)",
			program->name, strerror(-r));
	return r;
}

int vpb_program_run(const struct vpb_program *program, int argc, char **argv)
{
	struct options options = {.root = "/"};
	VPB_CLEANUP(vpb_root_done) struct vpb_root root = {.fd = -1};
	VPB_CLEANUP(vpb_closep) int turn_fd = -1;
	struct child child = {program, &root, &options, false};
	uint64_t began_us = vpb_clock_since_boot_us();
	int r = options_parse(program, argc, argv, &options);

	if (r > 0)
		return vpb_output_end(program->name, r - 1);
	/* A listener that has gone must not end the steps half way. */
	signal(SIGPIPE, SIG_IGN);
	r = vpb_root_open(options.root, &root);
	if (r < 0) {
		fprintf(stderr, "%s: %s: %s\n", program->name, options.root,
			strerror(-r));
		return EXIT_FAILURE;
	}
	if (root.is_running_machine && !options.dry_run)
		vpb_log_set_kernel_node(KERNEL_LOG);
	if (turn_wait(program, &root, &options, &turn_fd) < 0)
		return EXIT_FAILURE;
	r = vpb_deadline_run(run_in_child, steps_heard, &child, 1, READ_DEADLINE_MS);
	if (r >= 0)
		return r;
	give_up(&child, began_us, r);
	return EXIT_FAILURE;
}
