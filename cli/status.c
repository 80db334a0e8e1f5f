/* SPDX-License-Identifier: GPL-2.0-or-later */

/* status: what this boot did with the devices, against what is true now. */

#include "command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "../helper/base/log.h"
#include "../helper/core/report_read.h"
#include "../helper/pipeline.h"
#include "../helper/sys/report_file.h"
#include "../host/machine/boot_report.h"
#include "../host/machine/inventory.h"
#include "options.h"
#include "status_text.h"
#include "table.h"

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

struct line {
	const char *address, *name, *section, *state, *driver, *first_driver, *since,
		*text;
	const struct vpb_item *item; /* NULL where the device is not there */
	bool agrees;
};

static int line_say(const struct status *status, const struct line *line,
	struct libscols_table *table)
{
	static const struct vpb_item none;
	const struct vpb_item *item = line->item ? line->item : &none;

	if (!status->is_json) {
		printf("%s%s: %s\n", line->address, line->name, line->text);
		return 0;
	}
	return vpb_table_add(table,
		(const char *const[]){line->address, *line->name ? line->name + 1 : "",
			line->section, line->state, line->driver, line->first_driver,
			line->since, item->power_state, item->runtime_status,
			item->power_control, item->d3cold_allowed,
			line->agrees ? "1" : "0", line->text},
		13);
}

/* Of what vfio-pci has: whether it sleeps, and what the kernel was told about that. */
static void power_add(const struct line *line, struct vpb_text *text)
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
	struct libscols_table *table)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	long now = vpb_snapshot_find(&status->now.snapshot, device->address);
	const struct vpb_reported_section *section =
		&status->report.sections[device->section];
	char address[VPB_ADDRESS_BYTES], since[32] = "";
	struct line line = {.address = vpb_address_format(device->address, address),
		.section = section->name,
		.state = device->state_word,
		.driver = now < 0 ? "" : status->now.snapshot.devices[now].driver,
		.first_driver = device->first_driver,
		.since = since,
		.item = now < 0 ? NULL : &status->now.items[now]};

	if (device->linked_us)
		snprintf(since, sizeof(since), "%.3f", (double)device->linked_us / 1e6);
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
	return line_say(status, &line, table);
}

/* What vfio-pci has that no run of this boot speaks of. */
static int unreported_device_print(
	struct status *status, size_t index, struct libscols_table *table)
{
	const struct vpb_device *device = &status->now.snapshot.devices[index];
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char address[VPB_ADDRESS_BYTES];
	struct line line = {.address = vpb_address_format(device->address, address),
		.driver = device->driver,
		.item = &status->now.items[index],
		.agrees = true};

	if (strcmp(device->driver, VPB_DRIVER_NAME) != 0 ||
		vpb_boot_report_has(&status->report, device->address))
		return 0;
	vpb_text_add(&name, "%s", "");
	name_add(status, (long)index, &name);
	vpb_text_add(&text,
		"on vfio-pci, and no run of vfio-prebind at this boot speaks of it");
	power_add(&line, &text);
	if (vpb_text_error(&name) < 0 || vpb_text_error(&text) < 0)
		return -ENOMEM;
	line.name = name.data;
	line.text = text.data;
	return line_say(status, &line, table);
}

static int devices_say(struct status *status, struct libscols_table *table)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < status->report.device_count; i++)
		if (vpb_boot_report_speaks_for_device(&status->report, i))
			r = device_say(status, &status->report.devices[i], table);
	for (size_t i = 0; r == 0 && i < status->now.snapshot.device_count; i++)
		r = unreported_device_print(status, i, table);
	return r;
}

static int runs_say(struct status *status, struct libscols_table *table)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text none = {};
	int r = 0;

	for (size_t i = 0; r == 0 && i < status->report.section_count; i++) {
		const struct vpb_reported_section *section = &status->report.sections[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		char began[32];

		status->disagrees |= !vpb_status_text_of_run(section, &text);
		if (vpb_text_error(&text) < 0)
			return -ENOMEM;
		snprintf(began, sizeof(began), "%.3f", (double)section->began_us / 1e6);
		if (!status->is_json)
			printf("%s.\n", text.data);
		else
			r = vpb_table_add(table,
				(const char *const[]){section->name, section->version,
					section->state_word, began, text.data},
				5);
	}
	if (r < 0 || status->has_report)
		return r;
	if (!vpb_status_text_of_silence(
		    &status->request, status->report.other_boots, &none))
		status->disagrees = true;
	if (vpb_text_error(&none) < 0)
		return -ENOMEM;
	if (!status->is_json)
		printf("%s\n", none.data);
	else
		r = vpb_table_add(table,
			(const char *const[]){NULL, NULL, "none", NULL, none.data}, 5);
	return r;
}

static int findings_say(struct status *status, struct libscols_table *table)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < status->report.finding_count; i++) {
		const struct vpb_reported_finding *finding = &status->report.findings[i];

		/* A command said it at once, and may have been typed again since. */
		status->is_refused |= finding->is_refusal &&
				      vpb_status_text_is_of_boot(
					      &status->report.sections[finding->section]);
		if (status->is_json)
			r = vpb_table_add(table,
				(const char *const[]){finding->severity, finding->guard,
					status->report.sections[finding->section].name,
					finding->address, finding->text, finding->fix},
				6);
		else
			printf("%s%s%s\n", finding->text,
				*finding->fix ? "\n  fix: " : "", finding->fix);
	}
	return r;
}

static int text_say(struct status *status)
{
	int r = runs_say(status, NULL);

	if (r == 0)
		r = devices_say(status, NULL);
	return r < 0 ? r : findings_say(status, NULL);
}

static int json_say(struct status *status)
{
	static const struct vpb_table_column runs_columns[] = {{.name = "SECTION"},
		{.name = "VERSION"}, {.name = "STATE"},
		{.name = "BEGAN", .json_type = SCOLS_JSON_NUMBER}, {.name = "TEXT"}};
	static const struct vpb_table_column device_columns[] = {{.name = "ADDRESS"},
		{.name = "NAME"}, {.name = "SECTION"}, {.name = "STATE"},
		{.name = "DRIVER"}, {.name = "FIRST-DRIVER"},
		{.name = "SINCE", .json_type = SCOLS_JSON_NUMBER}, {.name = "POWER"},
		{.name = "RUNTIME-STATUS"}, {.name = "CONTROL"},
		{.name = "D3COLD-ALLOWED"},
		{.name = "AGREES", .json_type = SCOLS_JSON_BOOLEAN}, {.name = "TEXT"}};
	static const struct vpb_table_column finding_columns[] = {{.name = "SEVERITY"},
		{.name = "GUARD"}, {.name = "SECTION"}, {.name = "ADDRESS"},
		{.name = "TEXT"}, {.name = "FIX"}};
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *runs = vpb_table_new("runs", runs_columns, 5, true);
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *devices =
		vpb_table_new("devices", device_columns, 13, true);
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *findings =
		vpb_table_new("findings", finding_columns, 6, true);
	int r = runs && devices && findings ? 0 : -ENOMEM;

	if (r == 0)
		r = runs_say(status, runs);
	if (r == 0)
		r = devices_say(status, devices);
	if (r == 0)
		r = findings_say(status, findings);
	if (r < 0)
		return r;
	return vpb_tables_print_json(
		(struct libscols_table *const[]){runs, devices, findings}, 3);
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
