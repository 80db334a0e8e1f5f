/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup.h"

#include <stdio.h>
#include <string.h>

#include "../../helper/base/json.h"
#include "../../host/terminal/language.h"
#include "../../host/terminal/line.h"
#include "../late_forecast.h"

/* Where a device is at the boots to come. */
enum place {
	WITH_HOST,
	WITH_VMS,
	IN_ENTRY, /* with VMs where the second entry is booted */
};

/* The lines of the second entry stand after all others in the text that was judged. */
static bool is_of_entry(const struct vpb_setup_forecast *forecast, size_t device)
{
	const struct vpb_claim *claim =
		vpb_selection_claim(&forecast->run.selection, device);
	const struct vpb_origin *origin =
		claim ? &forecast->run.request.rules[claim->rule].origin : NULL;

	return origin && strstr(origin->source, VPB_SETUP_CONFIG) &&
	       origin->line >= forecast->entry_line;
}

static enum place place_of(
	const struct vpb_setup_forecast *forecast, struct vpb_address address)
{
	long device = vpb_snapshot_find(&forecast->run.snapshot, address);

	if (device < 0 || (!forecast->run.plan.selected[device] &&
				  !vpb_setup_is_late(forecast, (size_t)device)))
		return WITH_HOST;
	return is_of_entry(forecast, (size_t)device) ? IN_ENTRY : WITH_VMS;
}

bool vpb_setup_is_late(const struct vpb_setup_forecast *forecast, size_t device)
{
	return forecast->late.snapshot.device_count &&
	       vpb_late_takes(&forecast->run, &forecast->late, device);
}

static const char *change_words(enum place before, enum place after, bool is_late)
{
	if (after == WITH_HOST)
		return _("back to the host");
	if (after == IN_ENTRY && is_late)
		return _(
			"to VMs, in the second boot entry only (late, by " VPB_LATE_SERVICE
			")");
	if (after == IN_ENTRY && before == after)
		return _("to VMs, in the second boot entry only, as before");
	if (after == IN_ENTRY)
		return _("to VMs, in the second boot entry only");
	if (before == after && is_late)
		return _("to VMs, as before (late, by " VPB_LATE_SERVICE ")");
	if (before == after)
		return _("to VMs, as before");
	return is_late ? _("to VMs (late, by " VPB_LATE_SERVICE ")") : _("to VMs");
}

static void device_print(const struct vpb_setup *setup, size_t device)
{
	struct vpb_address where = setup->next.run.snapshot.devices[device].address;
	enum place before = place_of(&setup->before, where);
	enum place after = place_of(&setup->next, where);
	long now = vpb_snapshot_find(&setup->now.snapshot, where);
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	char address[VPB_ADDRESS_BYTES];

	if (now >= 0)
		vpb_pci_names_add_short(&setup->now.items[now].names, &name);
	vpb_line_print("  %c %s%s%s %s",
		before == after	     ? ' '
		: after == WITH_HOST ? '-'
				     : '+',
		vpb_address_format(where, address), name.length ? " " : "",
		name.length ? name.data : "",
		change_words(before, after,
			after != WITH_HOST && vpb_setup_is_late(&setup->next, device)));
}

void vpb_setup_changes_print(const struct vpb_setup *setup)
{
	const struct vpb_snapshot *next = &setup->next.run.snapshot;
	bool is_first = true;

	for (size_t i = 0; i < next->device_count; i++) {
		struct vpb_address address = next->devices[i].address;

		if (place_of(&setup->before, address) == WITH_HOST &&
			place_of(&setup->next, address) == WITH_HOST)
			continue;
		if (is_first)
			printf(_("From the next boot:\n"));
		device_print(setup, i);
		is_first = false;
	}
}

static void device_add_json(
	const struct vpb_setup *setup, size_t device, struct vpb_json *json)
{
	static const char *const words[] = {"host", "vms", "vms-in-entry"};
	struct vpb_address where = setup->next.run.snapshot.devices[device].address;
	long now = vpb_snapshot_find(&setup->now.snapshot, where);
	VPB_CLEANUP(vpb_text_done) struct vpb_text name = {};
	char address[VPB_ADDRESS_BYTES];

	if (now >= 0)
		vpb_pci_names_add_short(&setup->now.items[now].names, &name);
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "address", vpb_address_format(where, address));
	vpb_json_add_string(json, "name", name.data);
	vpb_json_add_string(json, "before", words[place_of(&setup->before, where)]);
	vpb_json_add_string(json, "after", words[place_of(&setup->next, where)]);
	vpb_json_add_boolean(json, "late", vpb_setup_is_late(&setup->next, device));
	vpb_json_end_object(json);
}

void vpb_setup_changes_add_json(const struct vpb_setup *setup, struct vpb_json *json)
{
	const struct vpb_snapshot *next = &setup->next.run.snapshot;

	vpb_json_begin_array(json, "devices");
	for (size_t i = 0; i < next->device_count; i++)
		if (place_of(&setup->before, next->devices[i].address) != WITH_HOST ||
			place_of(&setup->next, next->devices[i].address) != WITH_HOST)
			device_add_json(setup, i, json);
	vpb_json_end_array(json);
}
