/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bind.h"

#include <errno.h>
#include <stdio.h>

#include "../../helper/base/output.h"
#include "../../host/machine/names.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/line.h"
#include "../steps.h"

int vpb_bind_print(const struct vpb_bind *bind)
{
	const struct vpb_report report = vpb_bind_report(bind);
	const struct vpb_run *run = &bind->run;

	for (size_t i = 0; !bind->is_dry && i < run->snapshot.device_count; i++) {
		VPB_CLEANUP(vpb_text_done) struct vpb_text line = {};

		if (!vpb_report_describe_device(&report, i, &line))
			continue;
		if (vpb_text_error(&line) < 0)
			return -ENOMEM;
		vpb_line_print("%s", line.data);
	}
	if (bind->is_dry && vpb_steps_print(run) < 0)
		return -ENOMEM;
	vpb_findings_print("", &run->findings, &run->snapshot);
	return 0;
}

static int device_add(const struct vpb_bind *bind, size_t index, struct vpb_namer *namer,
	struct vpb_json *json)
{
	const struct vpb_report report = vpb_bind_report(bind);
	const struct vpb_run *run = &bind->run;
	const struct vpb_device *device = &run->snapshot.devices[index];
	const struct vpb_claim *claim = vpb_selection_claim(&run->selection, index);
	const struct vpb_origin *origin = &run->request.rules[claim->rule].origin;
	char address[VPB_ADDRESS_BYTES], display[VPB_ADDRESS_BYTES] = "", id[16];
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text rule = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_pci_names names;

	vpb_namer_look_up(namer, device, &names);
	vpb_pci_names_add_short(&names, &name);
	snprintf(id, sizeof(id), "%04x:%04x", device->vendor, device->device);
	if (claim->is_companion)
		vpb_address_format(
			run->snapshot.devices[claim->display].address, display);
	vpb_text_add(&rule, "%s:%u:%u", origin->source, origin->line, origin->column);
	vpb_report_describe_device(&report, index, &text);
	if (vpb_text_error(&name) < 0 || vpb_text_error(&rule) < 0 ||
		vpb_text_error(&text) < 0)
		return -ENOMEM;
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(
		json, "address", vpb_address_format(device->address, address));
	vpb_json_add_string(json, "id", id);
	vpb_json_add_string(json, "name", name.data);
	vpb_json_add_string(json, "state", vpb_state_name(run->outcomes[index].state));
	vpb_json_add_string(json, "first-driver", device->driver);
	vpb_json_add_string(json, "driver", run->outcomes[index].driver);
	vpb_json_add_string(json, "companion", display);
	vpb_json_add_string(json, "rule", rule.data);
	vpb_json_add_string(json, "text", text.data);
	vpb_json_end_object(json);
	return 0;
}

static int devices_add(const struct vpb_bind *bind, struct vpb_json *json)
{
	VPB_CLEANUP(vpb_namer_freep) struct vpb_namer *namer = vpb_namer_new(bind->root);
	int r = namer ? 0 : -ENOMEM;

	vpb_json_begin_array(json, "devices");
	for (size_t i = 0; r == 0 && i < bind->run.snapshot.device_count; i++)
		if (vpb_selection_claim(&bind->run.selection, i))
			r = device_add(bind, i, namer, json);
	vpb_json_end_array(json);
	return r;
}

int vpb_bind_print_json(const struct vpb_bind *bind)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	struct vpb_json json = {.text = &text};
	int r;

	vpb_json_begin_object(&json, NULL);
	r = devices_add(bind, &json);
	vpb_json_begin_array(&json, "steps");
	vpb_steps_add_json(&bind->run, bind->name, &json);
	vpb_json_end_array(&json);
	vpb_findings_add_json(
		&json, "findings", &bind->run.findings, &bind->run.snapshot);
	vpb_json_end_object(&json);
	return r < 0 ? r : vpb_output_text(&text);
}
