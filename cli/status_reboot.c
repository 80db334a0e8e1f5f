/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "status_reboot.h"

#include <ctype.h>

#include "../host/image/check.h"
#include "forecast.h"
#include "late_forecast.h"
#include "reboot.h"

/* The next boot, as far as can be told today. */
struct next {
	struct vpb_facts facts;
	struct vpb_run run, late;
};

static void next_done(struct next *next)
{
	vpb_run_done(&next->late);
	vpb_run_done(&next->run);
	vpb_facts_done(&next->facts);
}

static int next_read(const struct vpb_root *root, struct next *next)
{
	VPB_CLEANUP(vpb_forecast_done) struct vpb_forecast forecast = {};
	const struct vpb_pipeline pipeline = {.view = VPB_VIEW_NEXT_BOOT,
		.read_facts = vpb_forecast_read_facts,
		.context = &forecast,
		.sources = {.is_other_boot = true}};
	int r = vpb_facts_read(root, &next->facts);

	if (r == 0 && vpb_reboot_turns_iommu_on(root, &next->facts))
		forecast.facts = &next->facts;
	if (r == 0)
		r = vpb_pipeline_plan(root, &pipeline, &next->run);
	if (r == 0 && vpb_late_is_on(root))
		r = vpb_late_forecast(root, &pipeline, &next->run, &next->late);
	return r;
}

/* Adds those that this boot was not asked for; whether there are any. */
static bool missing_add(const struct next *next, const struct vpb_inventory *now,
	const struct vpb_boot_report *report, struct vpb_text *text)
{
	bool any = false;

	for (size_t i = 0; i < next->run.snapshot.device_count; i++) {
		struct vpb_address where = next->run.snapshot.devices[i].address;
		long today = vpb_snapshot_find(&now->snapshot, where);
		char address[VPB_ADDRESS_BYTES];

		if (!vpb_late_gives_device(&next->run, &next->late, i) || today < 0 ||
			vpb_device_is_on_vfio(&now->snapshot.devices[today]) ||
			vpb_boot_report_has(report, where))
			continue;
		vpb_text_add(text, "%s%s ", any ? ", " : "",
			vpb_address_format(where, address));
		vpb_pci_names_add_short(&now->items[today].names, text);
		any = true;
	}
	return any;
}

int vpb_status_reboot_add(const struct vpb_root *root, const struct vpb_inventory *now,
	const struct vpb_boot_report *report, struct vpb_text *text)
{
	VPB_CLEANUP(next_done) struct next next = {};
	VPB_CLEANUP(vpb_findings_done) struct vpb_findings images = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text devices = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text looked = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text when = {};
	int r = next_read(root, &next);

	if (r < 0 || !missing_add(&next, now, report, &devices))
		return r;
	r = vpb_check_images(root, &next.facts, NULL, &images, &looked, NULL);
	if (r == 0)
		r = vpb_reboot_explain(root, &next.facts, &images, &looked, &when);
	if (r < 0 || !when.length)
		return r;
	when.data[0] = (char)toupper((unsigned char)when.data[0]);
	vpb_text_add(text, "Reboot needed. %s. After the reboot vfio-pci has: %s.",
		when.data, devices.data ? devices.data : "");
	return vpb_text_error(text);
}
