/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bind.h"

#include "../../host/machine/message.h"

struct vpb_report vpb_bind_report(const struct vpb_bind *bind)
{
	return (struct vpb_report){
		.section = bind->run.request.is_release ? VPB_SECTION_RELEASE
							: VPB_SECTION_BIND,
		.version = VPB_VERSION,
		.state = bind->state,
		.request = &bind->run.request,
		.snapshot = &bind->run.snapshot,
		.selection = &bind->run.selection,
		.findings = &bind->run.findings,
		.plan = &bind->run.plan,
		.outcomes = bind->run.outcomes,
	};
}

static void outcomes_log(const struct vpb_bind *bind)
{
	const struct vpb_run *run = &bind->run;
	const struct vpb_report report = vpb_bind_report(bind);

	for (size_t i = 0; i < run->snapshot.device_count; i++) {
		enum vpb_state state = run->outcomes[i].state;
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		char address[VPB_ADDRESS_BYTES];

		if (state != VPB_STATE_BOUND && state != VPB_STATE_RELEASED &&
			state != VPB_STATE_FAILED && state != VPB_STATE_WORKING)
			continue;
		vpb_address_format(run->snapshot.devices[i].address, address);
		if (vpb_report_describe_device(&report, i, &text) && text.data)
			vpb_message_send(bind->root,
				state == VPB_STATE_BOUND      ? VPB_MESSAGE_BOUND
				: state == VPB_STATE_RELEASED ? VPB_MESSAGE_RELEASED
							      : VPB_MESSAGE_FAILED,
				address, text.data);
	}
}

void vpb_bind_log(const struct vpb_bind *bind)
{
	const struct vpb_run *run = &bind->run;

	outcomes_log(bind);
	for (size_t i = 0; i < run->findings.count; i++) {
		const struct vpb_finding *finding = &run->findings.items[i];
		VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
		char address[VPB_ADDRESS_BYTES] = "";

		if (!finding->refused)
			continue;
		if (finding->device >= 0)
			vpb_address_format(
				run->snapshot.devices[finding->device].address, address);
		vpb_finding_describe(finding, &run->snapshot, &text);
		if (vpb_text_error(&text) == 0)
			vpb_message_send(
				bind->root, VPB_MESSAGE_REFUSED, address, text.data);
	}
}
