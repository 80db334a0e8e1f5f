/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "forecast.h"

#include <errno.h>

#include "../helper/sys/carriers.h"
#include "../helper/usage/usage.h"
#include "../host/generate/generate.h"

void vpb_forecast_done(struct vpb_forecast *forecast)
{
	vpb_carriers_done(&forecast->now);
}

/* Where the bus cannot be read, the run says so. */
static int now_read(const struct vpb_root *root, struct vpb_forecast *forecast)
{
	VPB_CLEANUP(vpb_freep) char *message = NULL;

	if (forecast->has_now)
		return 0;
	forecast->has_now = true;
	return vpb_carriers_look(root, &forecast->now, &message) == -ENOMEM ? -ENOMEM : 0;
}

/* Late, without opening a disk: for a forecast others need not wait. */
int vpb_forecast_read_facts(const struct vpb_root *root,
	const struct vpb_pipeline *pipeline, const struct vpb_request *request,
	const struct vpb_selection *selection, struct vpb_snapshot *snapshot)
{
	static const struct vpb_usage_how how = {.read_tags = vpb_tags_read_udev};
	struct vpb_forecast *forecast = pipeline->context;
	int r;

	/* No group is no reason to refuse then. */
	if (forecast->facts && vpb_generate_turns_iommu_on(forecast->facts))
		snapshot->noiommu = true;
	if (pipeline->phase == VPB_PHASE_LATE)
		return vpb_usage_read(root, &how, request, selection, snapshot);
	if (!vpb_carriers_matter(selection, snapshot))
		return 0;
	r = now_read(root, forecast);
	return r < 0 ? r : vpb_carriers_settle(root, &forecast->now, false, snapshot);
}
