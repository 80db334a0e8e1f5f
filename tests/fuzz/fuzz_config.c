/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The bytes of a configuration file. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/core/config.h"
#include "../../helper/core/vfio_ids.h"

/* One that comes as a credential chooses the same, and overrules no guard. */
static void credential_hold(const char *text, size_t size)
{
	struct vpb_request request = {};

	FUZZ_HOLD(vpb_config_parse_credential(&request, "credential", text, size) == 0);
	for (size_t i = 0; i < request.rule_count; i++)
		FUZZ_HOLD(!request.rules[i].allow);
	vpb_request_done(&request);
}

/* And one of modprobe.d. */
static void modprobe_hold(const char *text, size_t size)
{
	struct vpb_request request = {};

	FUZZ_HOLD(vpb_modprobe_parse(&request, "modprobe.d", text, size) == 0);
	for (size_t i = 0; i < request.rule_count; i++)
		FUZZ_HOLD(request.rules[i].from_vfio_ids);
	vpb_request_done(&request);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	VPB_CLEANUP(vpb_run_done) struct vpb_run run = {};
	VPB_CLEANUP(vpb_freep) char *text = fuzz_text(data, size);

	FUZZ_HOLD(vpb_config_parse(&run.request, "config", text, size) == 0);
	fuzz_hold_problems(&run.request, text);
	fuzz_hold_rules(&run.request);
	fuzz_run_fixed(&run);
	credential_hold(text, size);
	modprobe_hold(text, size);
	return 0;
}
