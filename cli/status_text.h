/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_STATUS_TEXT_H
#define VPB_CLI_STATUS_TEXT_H

#include "../helper/base/text.h"
#include "../helper/core/report_read.h"
#include "../helper/core/request.h"

/*
 * What a report says against what is true now, in words that a person understands. Each adds
 * one sentence, and returns whether all is as it was asked for. Pure.
 */

/*
 * `now` is the device as it is, NULL where it is not there. In short, what went well has no times.
 */
bool vpb_status_text_of_device(const struct vpb_reported_device *device,
	const struct vpb_reported_section *section, const struct vpb_device *now,
	bool is_short, struct vpb_text *text);

/* Whether it was a run of a boot program's, or a command that a person typed since. */
bool vpb_status_text_is_of_boot(const struct vpb_reported_section *section);

bool vpb_status_text_of_run(
	const struct vpb_reported_section *section, struct vpb_text *text);

/* There is no report of this boot, but perhaps sections of others. */
bool vpb_status_text_of_silence(
	const struct vpb_request *request, size_t other_boots, struct vpb_text *text);

#endif
