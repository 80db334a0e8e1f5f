/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bind.h"

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
