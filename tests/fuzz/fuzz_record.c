/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The report, as `status` and `check` read it. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../cli/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	size_t kept = 0;

	for (int all = 0; all < 2; all++) {
		struct vpb_record record = {};

		FUZZ_HOLD(vpb_record_parse(text, all ? "" : "5e1b3c52", &record) == 0);
		for (size_t i = 0; i < record.device_count; i++) {
			FUZZ_HOLD(record.devices[i].section < record.section_count);
			(void)vpb_record_speaks_for_device(&record, i);
			(void)vpb_record_is_released(&record.devices[i]);
		}
		for (size_t i = 0; i < record.finding_count; i++) {
			FUZZ_HOLD(record.findings[i].section < record.section_count);
			FUZZ_HOLD(record.findings[i].text && record.findings[i].guard);
		}
		/* Those of one boot are some of all. */
		if (all)
			FUZZ_HOLD(record.section_count >= kept && !record.other_boots);
		kept = record.section_count;
		vpb_record_done(&record);
	}
	free(text);
	return 0;
}
