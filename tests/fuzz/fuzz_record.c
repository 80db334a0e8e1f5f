/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The report, as `status` and `check` read it. */

#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/report_file.h"
#include "../../host/machine/boot_report.h"

static void report_hold(const struct vpb_boot_report *report)
{
	for (size_t i = 0; i < report->device_count; i++) {
		const struct vpb_reported_device *device = &report->devices[i];

		FUZZ_HOLD(device->section < report->section_count);
		FUZZ_HOLD(vpb_boot_report_has(report, device->address));
		(void)vpb_boot_report_speaks_for_device(report, i);
		FUZZ_HOLD(device->state_word);
	}
	for (size_t i = 0; i < report->finding_count; i++) {
		FUZZ_HOLD(report->findings[i].section < report->section_count);
		FUZZ_HOLD(report->findings[i].text && report->findings[i].guard);
	}
	for (size_t i = 0; i < report->power_count; i++) {
		FUZZ_HOLD(report->powers[i].section < report->section_count);
		(void)vpb_boot_report_sleep_before(report, report->powers[i].address);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);
	struct vpb_boot_report report = {}, all = {};

	memory_clear();
	memory_add(VPB_REPORT_FILE, data, size);
	memory_add("proc/sys/kernel/random/boot_id", "5e1b3c52\n", 9);
	FUZZ_HOLD(vpb_boot_report_read(memory_get(), &report) == 0);
	report_hold(&report);
	FUZZ_HOLD(vpb_boot_report_parse(text, "", &all) == 0);
	report_hold(&all);
	/* Those of one boot are some of all. */
	FUZZ_HOLD(all.section_count >= report.section_count && !all.other_boots);
	vpb_boot_report_done(&all);
	vpb_boot_report_done(&report);
	return 0;
}
