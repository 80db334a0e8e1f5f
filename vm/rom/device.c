/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "device.h"

#include <errno.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../../helper/pipeline.h"
#include "../../host/machine/open_files.h"
#include "../../host/terminal/findings.h"
#include "../../host/terminal/options.h"
#include "../../host/terminal/selectors.h"

/* The programs that have it open are found as for a release. */
static int facts_read(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	const struct vpb_request *request, const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot)
{
	bool is_blind;

	(void)pipeline;
	return vpb_open_files_read(root, request, selection, snapshot, &is_blind);
}

/* What names no device, and a bus that cannot be read. */
static bool is_hopeless(const struct vpb_run *run)
{
	for (size_t i = 0; i < run->findings.count; i++) {
		const struct vpb_finding *finding = &run->findings.items[i];

		if (finding->kind != VPB_KIND_UNMATCHED &&
			finding->kind != VPB_KIND_SCAN &&
			finding->kind != VPB_KIND_IDENTITY)
			continue;
		vpb_finding_log("vm rom", finding);
		return true;
	}
	return false;
}

/* Those that are meant, or of these the displays: how many, and the first. */
static size_t devices_count(const struct vpb_run *run, bool only_displays,
	const struct vpb_device **ret_first)
{
	size_t count = 0;

	for (size_t i = 0; i < run->selection.claim_count; i++) {
		const struct vpb_claim *claim = &run->selection.claims[i];
		const struct vpb_device *device = &run->snapshot.devices[claim->device];

		if (claim->is_companion ||
			(only_displays && !vpb_device_is_display(device)))
			continue;
		if (!count++)
			*ret_first = device;
	}
	return count;
}

static int device_take(const struct vpb_run *run, const char *selector,
	bool is_to_be_read, struct vpb_device *ret_device)
{
	const struct vpb_device *device = NULL;
	size_t count = devices_count(run, true, &device);
	char address[VPB_ADDRESS_BYTES];

	if (!count)
		count = devices_count(run, false, &device);
	if (count != 1) {
		vpb_log(VPB_LOG_ERROR,
			"vm rom: '%s' means %zu devices; name one, such as 01:00.0",
			VPB_WORD(selector), count);
		return VPB_EXIT_USAGE;
	}
	if (is_to_be_read && device->opened.reason) {
		vpb_log(VPB_LOG_ERROR, "vm rom: %s is in use, and is not read now: %s",
			vpb_address_format(device->address, address),
			device->opened.reason);
		vpb_log(VPB_LOG_ERROR, "  fix: %s", device->opened.fix);
		return VPB_EXIT_REFUSED;
	}
	*ret_device = (struct vpb_device){.address = device->address,
		.vendor = device->vendor,
		.device = device->device,
		.class_code = device->class_code,
		.is_boot_vga = device->is_boot_vga};
	return -1;
}

int vpb_rom_device_find(const struct vpb_root *root, const char *selector,
	bool is_to_be_read, struct vpb_device *ret_device)
{
	const char *const selectors[] = {selector, NULL};
	const struct vpb_pipeline pipeline = {.phase = VPB_PHASE_RUNNING,
		.is_dry = true,
		.read_facts = facts_read,
		.sources = {.selectors = selectors, .is_release = true}};
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	int r;

	if (!vpb_selectors_are_fine("vm rom", selectors))
		return VPB_EXIT_USAGE;
	r = vpb_pipeline_plan(root, &pipeline, &run);
	if (r < 0) {
		vpb_log(VPB_LOG_ERROR, "vm rom: %s", strerror(-r));
		return VPB_EXIT_FAILED;
	}
	return is_hopeless(&run) ? VPB_EXIT_FAILED
				 : device_take(&run, selector, is_to_be_read, ret_device);
}
