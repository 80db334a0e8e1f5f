/* SPDX-License-Identifier: GPL-2.0-or-later */

/* status: what this boot did with the devices, against what is true now. */

#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/json.h"
#include "../helper/base/log.h"
#include "../helper/core/report_read.h"
#include "../helper/pipeline.h"
#include "../helper/sys/report_file.h"
#include "../host/machine/boot_report.h"
#include "../host/machine/inventory.h"
#include "options.h"
#include "status_print.h"
#include "status_text.h"

struct status {
	bool is_json;
	bool has_report;
	struct vpb_boot_report report;
	struct vpb_inventory now;
	struct vpb_request request; /* what is asked for, as the files are now */
	bool disagrees; /* something is not as it was asked for or reported */
	bool is_refused;
};

static void help_print(void)
{
	printf("vfio-prebind status [--json]\n"
	       "\n"
	       "Says what this boot did with the devices it was asked for, and what is true\n"
	       "of them now. Ends with 1 where these differ or something failed, and with 3\n"
	       "where a guard refused a device.\n"
	       "\n"
	       "  --json  for programs\n"
	       "  --help\n");
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

	if (!item || !*item->power_state || strcmp(line->driver, VPB_DRIVER_NAME) != 0)
		return;
	vpb_text_add(text, "; power: %s", item->power_state);
	if (strcmp(item->power_control, "on") == 0)
		vpb_text_add(text, ", kept awake by power/control");
	if (strcmp(item->d3cold_allowed, "0") == 0)
		vpb_text_add(text, ", not allowed D3cold");
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
		.first_driver = device->first_driver,
		.since_us = device->linked_us,
		.item = now < 0 ? NULL : &status->now.items[now]};

	vpb_text_add(&name, "%s", "");
	name_add(status, now, &name);
	line.agrees = vpb_status_text_of_device(
		device, section, now < 0 ? NULL : line.driver, &text);
	power_add(&line, &text);
	status->disagrees |= !line.agrees;
	if (vpb_text_error(&name) < 0 || vpb_text_error(&text) < 0)
		return -ENOMEM;
	line.name = name.data;
	line.text = text.data;
	vpb_status_print_device(&line, json);
	return 0;
}

/* What vfio-pci has that no run of this boot speaks of. */
static int unreported_device_print(
	struct status *status, size_t index, struct vpb_json *json)
{
	const struct vpb_device *device = &status->now.snapshot.devices[index];
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char address[VPB_ADDRESS_BYTES];
	struct vpb_status_line line = {
		.address = vpb_address_format(device->address, address),
		.driver = device->driver,
		.item = &status->now.items[index],
		.agrees = true};

	if (strcmp(device->driver, VPB_DRIVER_NAME) != 0 ||
		vpb_boot_report_has(&status->report, device->address))
		return 0;
	vpb_text_add(&name, "%s", "");
	name_add(status, (long)index, &name);
	vpb_text_add(&text, "on vfio-pci, but not by a run of vfio-prebind at this boot");
	power_add(&line, &text);
	if (vpb_text_error(&name) < 0 || vpb_text_error(&text) < 0)
		return -ENOMEM;
	line.name = name.data;
	line.text = text.data;
	vpb_status_print_device(&line, json);
	return 0;
}

static int devices_say(struct status *status, struct vpb_json *json)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < status->report.device_count; i++)
		if (vpb_boot_report_speaks_for_device(&status->report, i))
			r = device_say(status, &status->report.devices[i], json);
	for (size_t i = 0; r == 0 && i < status->now.snapshot.device_count; i++)
		r = unreported_device_print(status, i, json);
	return r;
}

static int runs_say(struct status *status, struct vpb_json *json)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text none = {};

	for (size_t i = 0; i < status->report.section_count; i++) {
		const struct vpb_reported_section *section = &status->report.sections[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};

		status->disagrees |= !vpb_status_text_of_run(section, &text);
		if (vpb_text_error(&text) < 0)
			return -ENOMEM;
		vpb_status_print_run(section, text.data, json);
	}
	if (status->report.dropped && !json)
		printf("%zu earlier runs of bind, release or udev were dropped from the "
		       "report, which has a limit.\n",
			status->report.dropped);
	if (status->has_report)
		return 0;
	if (!vpb_status_text_of_silence(
		    &status->request, status->report.other_boots, &none))
		status->disagrees = true;
	if (vpb_text_error(&none) < 0)
		return -ENOMEM;
	vpb_status_print_silence(none.data, json);
	return 0;
}

static void findings_say(struct status *status, struct vpb_json *json)
{
	for (size_t i = 0; i < status->report.finding_count; i++) {
		const struct vpb_reported_finding *finding = &status->report.findings[i];
		const struct vpb_reported_section *section =
			&status->report.sections[finding->section];

		/* A command said it at once, and may have been typed again since. */
		status->is_refused |=
			finding->is_refusal && vpb_status_text_is_of_boot(section);
		vpb_status_print_finding(finding, section->name, json);
	}
}

static int text_say(struct status *status)
{
	int r = runs_say(status, NULL);

	if (r == 0)
		r = devices_say(status, NULL);
	if (r == 0)
		findings_say(status, NULL);
	return r;
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
	vpb_json_end_object(&json);
	if (r == 0)
		r = vpb_text_error(&text);
	if (r == 0)
		fputs(text.data, stdout);
	return r;
}

int vpb_command_status(const struct vpb_root *root, int argc, char **argv)
{
	static const struct vpb_sources usual;
	struct status status = {};
	VPB_CLEANUP(vpb_freep) char *message = NULL;
	int r = vpb_options_json(argc, argv, "status", help_print, &status.is_json);

	if (r >= 0)
		return r;
	r = vpb_boot_report_read(root, &status.report);
	status.has_report = status.report.section_count;
	if (r < 0)
		message = strdup("the report /" VPB_REPORT_FILE " cannot be read");
	if (r == 0)
		r = vpb_sources_read(root, &usual, &status.request);
	if (r == 0)
		r = vpb_inventory_read(root, &status.now, &message);
	if (r == 0)
		r = status.is_json ? json_say(&status) : text_say(&status);
	if (r < 0)
		vpb_log(VPB_LOG_ERROR, "status: %s%s%s", message ? message : "",
			message ? ": " : "", strerror(-r));
	vpb_request_done(&status.request);
	vpb_inventory_done(&status.now);
	vpb_boot_report_done(&status.report);
	return r < 0 || status.disagrees ? VPB_EXIT_FAILED
	       : status.is_refused	 ? VPB_EXIT_REFUSED
					 : VPB_EXIT_DONE;
}
