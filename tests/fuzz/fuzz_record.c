/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The report, as `status` and `check` read it. */

#include "memory.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/sys/report_file.h"
#include "../../host/machine/boot_report.h"

static void record_hold(const struct vpb_record *record)
{
	for (size_t i = 0; i < record->device_count; i++) {
		const struct vpb_record_device *device = &record->devices[i];

		FUZZ_HOLD(device->section < record->section_count);
		FUZZ_HOLD(vpb_record_has(record, device->address));
		(void)vpb_record_speaks_for_device(record, i);
		(void)vpb_record_is_released(device);
	}
	for (size_t i = 0; i < record->finding_count; i++) {
		FUZZ_HOLD(record->findings[i].section < record->section_count);
		FUZZ_HOLD(record->findings[i].text && record->findings[i].guard);
	}
	for (size_t i = 0; i < record->power_count; i++) {
		FUZZ_HOLD(record->powers[i].section < record->section_count);
		(void)vpb_record_sleep_before(record, record->powers[i].address);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);
	struct vpb_record record = {}, all = {};

	memory_clear();
	memory_add(VPB_REPORT_FILE, data, size);
	memory_add("proc/sys/kernel/random/boot_id", "5e1b3c52\n", 9);
	FUZZ_HOLD(vpb_record_read(memory_get(), &record) == 0);
	record_hold(&record);
	FUZZ_HOLD(vpb_record_parse(text, "", &all) == 0);
	record_hold(&all);
	/* Those of one boot are some of all. */
	FUZZ_HOLD(all.section_count >= record.section_count && !all.other_boots);
	vpb_record_done(&all);
	vpb_record_done(&record);
	return 0;
}
