/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The machine's facts, handed to the pure part of the program; and what it makes of them late. */

#include <stdlib.h>
#include <string.h>

#include "../../helper/core/carriers.h"
#include "../../helper/core/cmdline.h"
#include "../../helper/core/config.h"
#include "run.h"

static struct vpb_address address_of(struct place place)
{
	return (struct vpb_address){
		place.domain, place.bus, place.device, place.function};
}

static bool device_fill(
	const struct function *from, enum vpb_phase phase, struct vpb_device *device)
{
	*device = (struct vpb_device){
		.address = address_of(from->place),
		.vendor = from->vendor,
		.device = from->device,
		.class_code = from->class_code,
		.prog_if = from->prog_if,
		.has_parent = from->has_above,
		.parent = address_of(from->above),
		.detailed = true,
		.subvendor = from->subvendor,
		.subdevice = from->subdevice,
		.is_bridge = from->is_bridge,
		.is_vf = from->is_vf,
		.is_boot_vga = from->is_boot_vga,
		.has_framebuffer = from->has_framebuffer,
		.has_group = from->group >= 0,
		.group = from->group >= 0 ? (unsigned int)from->group : 0,
		.has_module = from->has_module,
		.vf_count = from->vf_count,
		.unreadable = from->unreadable,
	};
	memcpy(device->driver, from->driver, sizeof(from->driver));
	memcpy(device->driver_override, from->override, sizeof(from->override));
	if (from->serial)
		serial_show(from->serial, device->serial);
	device->sleep = vpb_sleep_parse(from->control);
	if (phase == VPB_PHASE_EARLY)
		return true;
	device->has_default_route = from->has_default_route;
	device->keyboard_count = from->keyboard_count;
	if (from->is_keyboard_unsure)
		device->unsure_keyboard_count = from->keyboard_count;
	if (phase == VPB_PHASE_RUNNING && from->is_open &&
		vpb_blocker_set(&device->opened, "open", "") < 0)
		return false;
	return (!from->has_system ||
		       vpb_blocker_set(&device->system, "system", "") == 0) &&
	       (!from->has_console ||
		       vpb_blocker_set(&device->console, "console", "") == 0) &&
	       (!from->carries_network ||
		       vpb_blocker_set(&device->network, "network", "") == 0) &&
	       (!from->is_in_use || vpb_blocker_set(&device->in_use, "in use", "") == 0);
}

static bool snapshot_fill(const struct machine *machine, enum vpb_phase phase,
	struct vpb_snapshot *snapshot)
{
	bool made = true;

	snapshot->devices = calloc(machine->count, sizeof(*snapshot->devices));
	if (!snapshot->devices)
		return false;
	snapshot->device_count = machine->count;
	snapshot->noiommu = machine->is_noiommu;
	snapshot->has_usage = phase != VPB_PHASE_EARLY;
	/* What is plugged in has cases of its own (tests/boot/cases). */
	snapshot->takes_groups =
		snapshot->has_usage && machine->takes_groups && !machine->is_plugged;
	if (snapshot->has_usage)
		snapshot->other_keyboard_count = machine->other_keyboard_count;
	for (unsigned int i = 0; i < machine->count; i++)
		made &= device_fill(&machine->functions[machine_listed(machine, i)],
			phase, &snapshot->devices[i]);
	if (machine->comes_over_network)
		made &= (snapshot->network_need = strdup("a server")) != NULL;
	/* As the scan does. */
	vpb_snapshot_sort(snapshot);
	return made;
}

/* What is plugged in is judged by the program of the real root, which looks for itself. */
static bool carriers_fill(const struct machine *machine, struct run *run)
{
	struct vpb_carriers carriers = {};
	char text[TOLD_BYTES];
	bool made;

	if (run->snapshot.phase != VPB_PHASE_EARLY || run->snapshot.has_arrival ||
		!machine->is_told ||
		!vpb_carriers_matter(&run->selection, &run->snapshot))
		return true;
	told_write(machine, text);
	made = vpb_carriers_parse(text, strlen(text), &carriers) == 0 &&
	       vpb_carriers_apply(&carriers, true, &run->snapshot) == 0;
	vpb_carriers_done(&carriers);
	return made;
}

/* As helper/pipeline.c: where nothing is to be done, nothing is scanned or matched. */
static bool selection_fill(const struct machine *machine, enum vpb_phase phase,
	const struct place *place, struct run *run)
{
	run->snapshot.phase = phase;
	run->snapshot.has_arrival = place;
	if (place)
		run->snapshot.arrival = address_of(*place);
	if (vpb_request_is_active(&run->request))
		return snapshot_fill(machine, phase, &run->snapshot) &&
		       vpb_match_rules(&run->request, &run->snapshot, &run->selection) ==
			       0 &&
		       vpb_match_companions(
			       &run->request, &run->snapshot, &run->selection) == 0 &&
		       carriers_fill(machine, run);
	run->selection.rule_matched = malloc(run->request.rule_count + 1);
	if (!run->selection.rule_matched)
		return false;
	memset(run->selection.rule_matched, true, run->request.rule_count + 1);
	return true;
}

bool run_make_at(const struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, const struct place *place, struct run *run)
{
	return vpb_config_parse(&run->request, "config", asked->config,
		       strlen(asked->config)) == 0 &&
	       vpb_cmdline_parse(&run->request, asked->cmdline) == 0 &&
	       selection_fill(machine, phase, place, run) &&
	       vpb_check(&run->request, &run->snapshot, &run->selection,
		       &run->findings) == 0 &&
	       vpb_plan_make(&(struct vpb_scene){&run->request, &run->snapshot,
				     &run->selection},
		       &run->plan) == 0;
}

bool run_make_pure(const struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, struct run *run)
{
	return machine->is_plugged ? run_make_plugged(machine, asked, phase, run)
				   : run_make_at(machine, asked, phase, NULL, run);
}
