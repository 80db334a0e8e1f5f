/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bind.h"

#include <errno.h>
#include <stdio.h>

#include "../../host/machine/names.h"
#include "../findings.h"
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
		printf("%s\n", line.data);
	}
	if (bind->is_dry && vpb_steps_print(run) < 0)
		return -ENOMEM;
	vpb_findings_print("", &run->findings, &run->snapshot);
	return 0;
}

static int device_add(const struct vpb_bind *bind, size_t index, struct vpb_namer *namer,
	struct libscols_table *table)
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
	return vpb_table_add(table,
		(const char *const[]){vpb_address_format(device->address, address), id,
			name.data, vpb_state_name(run->outcomes[index].state),
			device->driver, run->outcomes[index].driver, display, rule.data,
			text.data},
		9);
}

static struct libscols_table *devices_table(const struct vpb_bind *bind)
{
	static const struct vpb_table_column columns[] = {{.name = "ADDRESS"},
		{.name = "ID"}, {.name = "NAME"}, {.name = "STATE"},
		{.name = "FIRST-DRIVER"}, {.name = "DRIVER"}, {.name = "COMPANION"},
		{.name = "RULE"}, {.name = "TEXT"}};
	VPB_CLEANUP(vpb_namer_freep) struct vpb_namer *namer = vpb_namer_new(bind->root);
	struct libscols_table *table = vpb_table_new("devices", columns, 9, true);
	int r = namer ? 0 : -ENOMEM;

	for (size_t i = 0; table && r == 0 && i < bind->run.snapshot.device_count; i++)
		if (vpb_selection_claim(&bind->run.selection, i))
			r = device_add(bind, i, namer, table);
	if (table && r < 0) {
		scols_unref_table(table);
		return NULL;
	}
	return table;
}

int vpb_bind_print_json(const struct vpb_bind *bind)
{
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *devices = devices_table(bind);
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *steps = vpb_steps_table_new();
	VPB_CLEANUP(vpb_table_unrefp)
	struct libscols_table *findings =
		vpb_findings_table("findings", &bind->run.findings, &bind->run.snapshot);

	if (!devices || !steps || !findings ||
		vpb_steps_add(&bind->run, bind->name, steps) < 0)
		return -ENOMEM;
	return vpb_tables_print_json(
		(struct libscols_table *const[]){devices, steps, findings}, 3);
}
