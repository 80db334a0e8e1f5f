/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_STATUS_PRINT_H
#define VPB_CLI_STATUS_PRINT_H

#include "../helper/base/json.h"
#include "../helper/core/report_read.h"
#include "../host/machine/inventory.h"

/* The lines of `status`: into `json`, or where that is NULL as a line to stdout. */

struct vpb_status_line {
	const char *address, *name, *section, *state, *driver, *first_driver, *text;
	unsigned long long since_us; /* 0 where it is unknown */
	const struct vpb_item *item; /* NULL where the device is not there */
	bool agrees;
};

void vpb_status_print_device(const struct vpb_status_line *line, struct vpb_json *json);
void vpb_status_print_run(const struct vpb_reported_section *section, const char *text,
	struct vpb_json *json);

/* There is no report. */
void vpb_status_print_silence(const char *text, struct vpb_json *json);

void vpb_status_print_finding(const struct vpb_reported_finding *finding,
	const char *section, struct vpb_json *json);

#endif
