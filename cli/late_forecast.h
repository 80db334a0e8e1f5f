/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_LATE_FORECAST_H
#define VPB_CLI_LATE_FORECAST_H

#include "../helper/pipeline.h"

#define VPB_LATE_SERVICE "vfio-prebind-late.service"

/* Whether that service is turned on. */
bool vpb_late_is_on(const struct vpb_root *root);

/*
 * What that service would do at the next boot, were it turned on, as far as today's disks, network and
 * keyboards tell. `early` is the initramfs' run of that pipeline: its notes that a device is judged
 * late give way to what that judgement would be. Where nothing is left to it, *late stays as it
 * is. Returns 0 or -ENOMEM; the caller has zeroed `late`, and ends it.
 */
int vpb_late_forecast(const struct vpb_root *root, const struct vpb_pipeline *pipeline,
	struct vpb_run *early, struct vpb_run *late) VPB_MUST_CHECK;

/*
 * The second half of that, for two runs of the two phases: the early run's findings become those of the
 * boot as a whole. 0 or -ENOMEM.
 */
int vpb_late_merge(const struct vpb_run *late, struct vpb_run *early) VPB_MUST_CHECK;

/* Whether the late run takes that device of the early run's snapshot. */
bool vpb_late_takes(
	const struct vpb_run *early, const struct vpb_run *late, size_t device);

/* Whether the next boot gives that device of early->snapshot to VMs, early or late. */
bool vpb_late_gives_device(
	const struct vpb_run *early, const struct vpb_run *late, size_t device);

/* The same of the device at that address. */
bool vpb_late_gives(const struct vpb_run *early, const struct vpb_run *late,
	struct vpb_address address);

#endif
