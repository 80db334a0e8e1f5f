/* SPDX-License-Identifier: GPL-2.0-or-later */

/* status: what this boot did with the devices, against what is true now. */

#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/json.h"
#include "../helper/base/log.h"
#include "../helper/base/output.h"
#include "../helper/core/report_read.h"
#include "../helper/pipeline.h"
#include "../helper/sys/report_file.h"
#include "../host/machine/boot_report.h"
#include "../host/machine/inventory.h"
#include "../host/machine/message.h"
#include "../host/terminal/language.h"
#include "../host/terminal/line.h"
#include "../host/terminal/options.h"
#include "../host/terminal/screen.h"
#include "status_print.h"
#include "status_reboot.h"
#include "status_text.h"

struct status {
	bool is_json, is_verbose, is_overview;
	const struct vpb_root *log; /* what went wrong goes to its journal, or NULL */
	struct vpb_boot_report report;
	const struct vpb_root *root;
	struct vpb_inventory now;
	struct vpb_request request; /* what is asked for, as the files are now */
	struct vpb_text lines; /* for a person, below the first one */
	struct vpb_text reboot; /* that it is needed, and why; or "" */
	struct vpb_status_sum sum;
};

static void help_print(void)
{
	vpb_help_print(_(
		"vfio-prebind status [-v] [--json | --log]\n"
		"\n"
		"Says what this boot did with the devices it was asked for, and what is true\n"
		"of them now. Ends with 1 where these differ or something failed, and with 3\n"
		"where a guard refused a device. That only the reboot is left is no fault.\n"
		"\n"
		"  -v, --verbose  also the runs, times, and power management\n"
		"  --json         for programs\n"
		"  --log          print nothing, and tell the journal what this boot refused or\n"
		"                 failed to do: vfio-prebind-log.service does\n" VPB_OPTIONS_HELP));
}

static void name_add(const struct status *status, long now, struct vpb_text *text)
{
	if (now < 0)
		return;
	vpb_text_add(text, " ");
	vpb_pci_names_add_short(&status->now.items[now].names, text);
}

/* Whether what vfio-pci has sleeps, and what the kernel was told about that. */
static void power_add(const struct vpb_status_line *line, struct vpb_text *text)
{
	const struct vpb_item *item = line->item;

	if (!item || !*item->power_state || !line->is_on_vfio)
		return;
	vpb_text_add(text, _("; power: %s"), item->power_state);
	if (strcmp(item->power_control, "on") == 0)
		vpb_text_add(text, _(", kept awake by power/control"));
	if (strcmp(item->d3cold_allowed, "0") == 0)
		vpb_text_add(text, _(", not allowed D3cold"));
}

/* A line for a person, or an object in `json` where that is not NULL. */
static int line_say(struct status *status, struct vpb_status_line *line,
	struct vpb_text *text, struct vpb_json *json)
{
	bool is_ready = line->is_on_vfio && line->agrees;

	if (status->is_verbose || json) {
		power_add(line, text);
		vpb_status_add_cdev(status->root, line, text);
	}
	if (vpb_text_error(text) < 0)
		return -ENOMEM;
	line->text = text->data;
	status->sum.asked += !line->is_released;
	status->sum.released += line->is_released;
	status->sum.ready += is_ready;
	status->sum.disagrees |= !line->agrees;
	if (json)
		vpb_status_add_json(line, json);
	else
		vpb_status_add_line(line, &status->lines);
	return 0;
}

static void failure_log(const struct vpb_root *root,
	const struct vpb_reported_section *section,
	const struct vpb_reported_device *device, const struct vpb_status_line *line)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text sentence = {};

	if (!root || !vpb_status_text_is_of_boot(section) ||
		(device->state != VPB_STATE_FAILED && device->state != VPB_STATE_WORKING))
		return;
	vpb_status_add_line(line, &sentence);
	if (vpb_text_error(&sentence) < 0)
		return;
	sentence.data[strcspn(sentence.data, "\n")] = '\0';
	vpb_message_send(root, VPB_MESSAGE_FAILED, line->address, sentence.data);
}

static int device_say(struct status *status, const struct vpb_reported_device *device,
	struct vpb_json *json)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	long now = vpb_snapshot_find(&status->now.snapshot, device->address);
	const struct vpb_reported_section *section =
		&status->report.sections[device->section];
	char address[VPB_ADDRESS_BYTES];
	struct vpb_status_line line = {
		.address = vpb_address_format(device->address, address),
		.section = section->name,
		.state = device->state_word,
		.driver = now < 0 ? "" : status->now.snapshot.devices[now].driver,
		.is_on_vfio = now >= 0 &&
			      vpb_device_is_on_vfio(&status->now.snapshot.devices[now]),
		.first_driver = device->first_driver,
		.since_us = device->linked_us,
		.item = now < 0 ? NULL : &status->now.items[now]};
	int r;

	vpb_text_add(&name, "%s", "");
	name_add(status, now, &name);
	line.agrees = vpb_status_text_of_device(device, section,
		now < 0 ? NULL : &status->now.snapshot.devices[now],
		!status->is_verbose && !json, &text);
	line.is_released = line.agrees && device->state == VPB_STATE_RELEASED;
	if (vpb_text_error(&name) < 0)
		return -ENOMEM;
	line.name = name.data;
	r = line_say(status, &line, &text, json);
	if (r == 0)
		failure_log(status->log, section, device, &line);
	return r;
}

/* What vfio-pci has that no run of this boot speaks of. */
static int unreported_device_say(
	struct status *status, size_t index, struct vpb_json *json)
{
	const struct vpb_device *device = &status->now.snapshot.devices[index];
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char address[VPB_ADDRESS_BYTES];
	struct vpb_status_line line = {
		.address = vpb_address_format(device->address, address),
		.driver = device->driver,
		.is_on_vfio = vpb_device_is_on_vfio(device),
		.item = &status->now.items[index],
		.agrees = true};

	if (!line.is_on_vfio || vpb_boot_report_has(&status->report, device->address))
		return 0;
	vpb_text_add(&name, "%s", "");
	name_add(status, (long)index, &name);
	vpb_text_add(&text, _("on %s, but not by a run of vfio-prebind at this boot"),
		device->driver);
	if (vpb_text_error(&name) < 0)
		return -ENOMEM;
	line.name = name.data;
	return line_say(status, &line, &text, json);
}

static int devices_say(struct status *status, struct vpb_json *json)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < status->report.device_count; i++)
		if (vpb_boot_report_speaks_for_device(&status->report, i))
			r = device_say(status, &status->report.devices[i], json);
	for (size_t i = 0; r == 0 && i < status->now.snapshot.device_count; i++)
		r = unreported_device_say(status, i, json);
	return r;
}

static int runs_say(struct status *status, struct vpb_json *json)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text none = {};

	for (size_t i = 0; i < status->report.section_count; i++) {
		const struct vpb_reported_section *section = &status->report.sections[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		bool is_fine = vpb_status_text_of_run(section, &text);

		status->sum.disagrees |= !is_fine;
		if (vpb_text_error(&text) < 0)
			return -ENOMEM;
		if (json)
			vpb_status_add_json_run(section, text.data, json);
		else if (!is_fine || status->is_verbose || section->state == VPB_RUN_OFF)
			vpb_text_add(&status->lines, "%s.\n", text.data);
	}
	if (status->report.dropped && status->is_verbose)
		vpb_text_add(&status->lines,
			_("%zu earlier runs of bind, release or udev were dropped from the "
			  "report, which has a limit.\n"),
			status->report.dropped);
	if (status->sum.has_report)
		return 0;
	if (status->reboot.length)
		vpb_text_add(&none, "%s", status->reboot.data);
	else if (!vpb_status_text_of_silence(
			 &status->request, status->report.other_boots, &none))
		status->sum.disagrees = true;
	if (vpb_text_error(&none) < 0)
		return -ENOMEM;
	if (json)
		vpb_status_add_json_silence(none.data, json);
	else
		vpb_text_add(&status->lines, "%s\n", none.data);
	return 0;
}

static void findings_say(struct status *status, struct vpb_json *json)
{
	for (size_t i = 0; i < status->report.finding_count; i++) {
		const struct vpb_reported_finding *finding = &status->report.findings[i];
		const struct vpb_reported_section *section =
			&status->report.sections[finding->section];

		/* A command said it at once, and may have been typed again since. */
		status->sum.is_refused |=
			finding->is_refusal && vpb_status_text_is_of_boot(section);
		if (status->log && finding->is_refusal &&
			vpb_status_text_is_of_boot(section))
			vpb_message_send(status->log, VPB_MESSAGE_REFUSED,
				finding->address, finding->text);
		if (json)
			vpb_status_add_json_finding(finding, section->name, json);
		else if (!status->is_overview)
			vpb_status_add_finding(finding, &status->lines);
	}
}

static int text_say(struct status *status)
{
	int r = runs_say(status, NULL);

	if (r == 0)
		r = devices_say(status, NULL);
	if (status->sum.has_report && status->reboot.length)
		vpb_text_add(&status->lines, "%s\n", status->reboot.data);
	findings_say(status, NULL);
	if (r == 0)
		r = vpb_text_error(&status->lines);
	if (r < 0 || status->log)
		return r;
	if (!status->is_overview)
		vpb_screen_page();
	vpb_status_print_headline(&status->sum);
	vpb_sentences_print(status->lines.data ? status->lines.data : "", NULL, NULL);
	if (status->is_overview)
		vpb_line_print(
			"%s", _(vpb_status_next_step(&status->sum, &status->request)));
	return 0;
}

static int json_say(struct status *status)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};
	int r;

	vpb_json_begin_object(&json, NULL);
	vpb_json_begin_array(&json, "runs");
	r = runs_say(status, &json);
	vpb_json_end_array(&json);
	if (status->report.dropped)
		vpb_json_add_number(&json, "dropped-runs", status->report.dropped);
	vpb_json_begin_array(&json, "devices");
	if (r == 0)
		r = devices_say(status, &json);
	vpb_json_end_array(&json);
	vpb_json_begin_array(&json, "findings");
	findings_say(status, &json);
	vpb_json_end_array(&json);
	if (status->reboot.length)
		vpb_json_add_string(&json, "reboot", status->reboot.data);
	vpb_json_end_object(&json);
	return r < 0 ? r : vpb_output_text(&text);
}

/* Returns a negative number to go on, else the exit status. */
static int options_parse(
	const struct vpb_root *root, int argc, char **argv, struct status *status)
{
	static const struct option known[] = {
		{"verbose", no_argument, NULL, 'v'},
		{"json", no_argument, NULL, 'J'},
		{"log", no_argument, NULL, 'l'},
		VPB_OPTIONS_COMMON,
	};
	int option, r;

	while ((option = vpb_options_next(argc, argv, "v" VPB_OPTIONS_LETTERS, known)) !=
		-1) {
		status->is_verbose |= option == 'v';
		status->is_json |= option == 'J';
		if (option == 'l')
			vpb_language_end();
		status->log = option == 'l' ? root : status->log;
		r = vpb_options_common(option, help_print);
		if (r >= 0)
			return r;
	}
	return vpb_options_end(argc, argv, "status");
}

/* Ends *status. Returns an exit status. */
static int status_say(const struct vpb_root *root, struct status *status)
{
	static const struct vpb_sources usual;
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int r = vpb_boot_report_read(root, &status->report);

	status->sum.has_report = status->report.section_count;
	if (r < 0)
		message = strdup("the report /" VPB_REPORT_FILE " cannot be read");
	if (r == 0)
		r = vpb_sources_read(root, &usual, &status->request);
	if (r == 0)
		r = vpb_inventory_read(root, &status->now, &message);
	if (r == 0 && !status->log && vpb_request_is_active(&status->request))
		r = vpb_status_reboot_add(
			root, &status->now, &status->report, &status->reboot);
	status->sum.needs_reboot = status->reboot.length;
	if (r == 0)
		r = status->is_json ? json_say(status) : text_say(status);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "status: %s%s%s", message ? message : "",
			message ? ": " : "", strerror(-r));
	vpb_request_done(&status->request);
	vpb_inventory_done(&status->now);
	vpb_boot_report_done(&status->report);
	vpb_text_done(&status->reboot);
	vpb_text_done(&status->lines);
	return r < 0 || status->sum.disagrees ? VPB_EXIT_FAILED
	       : status->sum.is_refused	      ? VPB_EXIT_REFUSED
					      : VPB_EXIT_DONE;
}

int vpb_command_status(const struct vpb_root *root, int argc, char **argv)
{
	struct status status = {.root = root};
	int r = options_parse(root, argc, argv, &status);

	return r >= 0 ? r : status_say(root, &status);
}

int vpb_command_overview(const struct vpb_root *root, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return status_say(root, &(struct status){.is_overview = true});
}
