/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_STATUS_PRINT_H
#define VPB_CLI_STATUS_PRINT_H

#include "../helper/base/json.h"
#include "../helper/core/report_read.h"
#include "../host/machine/inventory.h"

/* What `status` says: lines for a person, and objects of JSON. */

struct vpb_status_line {
	const char *address, *name, *section, *state, *driver, *first_driver, *text;
	unsigned long long since_us; /* 0 where it is unknown */
	const struct vpb_item *item; /* NULL where the device is not there */
	char cdev[64]; /* of a device on vfio-pci: what iommufd's programs open, or "" */
	bool has_cdev, has_iommufd; /* that node, and /dev/iommu */
	bool is_on_vfio; /* or on a variant of that */
	bool agrees;
	bool is_released; /* and is with the host, as it is meant to be */
};

/* All of it together. */
struct vpb_status_sum {
	size_t asked, ready, released; /* of the devices */
	bool has_report;
	bool disagrees; /* something is not as it was asked for or reported */
	bool is_refused;
	bool needs_reboot; /* and nothing else, for what the next boot is asked for */
};

void vpb_status_print_headline(const struct vpb_status_sum *sum);

/* What a person may want to do after that, by what the boot is asked for. */
const char *vpb_status_next_step(
	const struct vpb_status_sum *sum, const struct vpb_request *request);

void vpb_status_add_line(const struct vpb_status_line *line, struct vpb_text *lines);
void vpb_status_add_json(const struct vpb_status_line *line, struct vpb_json *json);

/*
 * The device that a program opens where it uses iommufd, into the line and for a person; kernels
 * before 6.6, and without that (drivers/vfio/device_cdev.c), have none.
 */
void vpb_status_add_cdev(
	const struct vpb_root *root, struct vpb_status_line *line, struct vpb_text *text);

void vpb_status_add_json_run(const struct vpb_reported_section *section, const char *text,
	struct vpb_json *json);

/* There is no report. */
void vpb_status_add_json_silence(const char *text, struct vpb_json *json);

void vpb_status_add_finding(
	const struct vpb_reported_finding *finding, struct vpb_text *lines);
void vpb_status_add_json_finding(const struct vpb_reported_finding *finding,
	const char *section, struct vpb_json *json);

#endif
