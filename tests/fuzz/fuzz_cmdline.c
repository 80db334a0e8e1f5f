/* SPDX-License-Identifier: GPL-2.0-or-later */

/* A kernel command line. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/core/cmdline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);

	FUZZ_HOLD(vpb_cmdline_parse(&run.request, text) == 0);
	/* It is one line to the kernel, whatever is in it. */
	for (char *c = text; (c = strchr(c, '\n'));)
		*c = ' ';
	fuzz_hold_problems(&run.request, text);
	fuzz_hold_rules(&run.request);
	fuzz_run_fixed(&run);
	return 0;
}
