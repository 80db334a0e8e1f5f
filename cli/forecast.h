/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_FORECAST_H
#define VPB_CLI_FORECAST_H

#include "../helper/pipeline.h"
#include "../host/machine/carriers.h"
#include "../host/machine/facts.h"

/*
 * What the next boot would know, for a pipeline of it. The initramfs is as it would be if it were built
 * now: what carries the system is read once, when the first device is asked for that may. Zeroed memory
 * is the beginning; vpb_forecast_done() ends it.
 */
struct vpb_forecast {
	/* Whether the words of the command line will turn the IOMMU on; or NULL for as it is now. */
	const struct vpb_facts *facts;
	struct vpb_carriers now;
	bool has_now;
};

void vpb_forecast_done(struct vpb_forecast *forecast);

/* A pipeline's read_facts, with the struct vpb_forecast as context. 0 or -ENOMEM. */
int vpb_forecast_read_facts(const struct vpb_root *root,
	const struct vpb_pipeline *pipeline, const struct vpb_request *request,
	const struct vpb_selection *selection,
	struct vpb_snapshot *snapshot) VPB_MUST_CHECK;

#endif
