/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The bytes of a configuration file. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/core/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);

	FUZZ_HOLD(vpb_config_parse(&run.request, "config", text, size) == 0);
	fuzz_hold_problems(&run.request, text);
	fuzz_hold_rules(&run.request);
	fuzz_run_fixed(&run);
	return 0;
}
