/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_REPORT_READ_H
#define VPB_CORE_REPORT_READ_H

#include <stddef.h>

#include "device.h"

/*
 * The report of one boot, read back (report.h says how it is written). What a later
 * version adds is passed over. Words point into the record's own text, "" where the report has
 * none or "-".
 */
struct vpb_record_section {
	const char *name; /* "initrd" */
	const char *version;
	const char *state; /* of the run: "done", "idle", "off", "stuck", "broken" */
	unsigned long long began_us, ended_us;
};

struct vpb_record_device {
	size_t section;
	struct vpb_address address;
	const char *state; /* as vpb_state_name() says it */
	const char *first_driver;
	unsigned long long linked_us; /* 0 where it was not bound by that run */
	const char *step; /* where it failed or got stuck */
	int error;
	int sleep_error; /* power/control of it or above it could not be written, and why */
	bool undone;
	const char *companion_of;
	const char *rule;
};

struct vpb_record_finding {
	size_t section;
	const char *severity;
	const char *guard;
	const char *address; /* "" where it is about no device */
	const char *text; /* the sentence, as vpb_finding_describe() says it */
	const char *fix;
};

/* A device or a bridge whose `power/control` a run has written. */
struct vpb_record_power {
	size_t section;
	struct vpb_address address;
	enum vpb_sleep control, first_control;
};

struct vpb_record {
	char *text;
	struct vpb_record_section *sections;
	size_t section_count;
	struct vpb_record_device *devices;
	size_t device_count;
	struct vpb_record_finding *findings;
	size_t finding_count;
	struct vpb_record_power *powers;
	size_t power_count;
	size_t other_boots; /* sections that were left out */
};

void vpb_record_done(struct vpb_record *record);

/*
 * Keeps the sections of the boot with that id; all of them where it is "". Returns 0 or
 * -ENOMEM.
 */
int vpb_record_parse(const char *text, const char *boot_id,
	struct vpb_record *ret_record) VPB_MUST_CHECK;

/* Of a device that several runs speak of: whether this entry is the one that counts. */
bool vpb_record_speaks_for_device(const struct vpb_record *record, size_t index);

/* Whether that entry is of a run that gave the device back to the host. */
bool vpb_record_is_released(const struct vpb_record_device *device);

/*
 * What power/control of the device was before the runs of this boot set it; untouched where none
 * has, or where a release has made it as it was.
 */
enum vpb_sleep vpb_record_sleep_before(
	const struct vpb_record *record, struct vpb_address address);

/* Whether any run speaks of the device. */
bool vpb_record_has(const struct vpb_record *record, struct vpb_address address);

#endif
