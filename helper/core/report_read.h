/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_REPORT_READ_H
#define VPB_CORE_REPORT_READ_H

#include <stddef.h>

#include "report.h"

/*
 * The report of one boot, read back (report.h says how it is written). What a later
 * version adds is skipped, and of a word that it has for a state or a section the word itself
 * is kept. Words point into the report's own text, "" where the report has none or "-".
 */
struct vpb_reported_section {
	enum vpb_section section;
	const char *name;
	const char *version;
	enum vpb_run_state state;
	const char *state_word;
	unsigned long long began_us, ended_us;
};

struct vpb_reported_device {
	size_t section;
	struct vpb_address address;
	enum vpb_state state;
	const char *state_word;
	const char *first_driver;
	const char *driver; /* that it had when the run ended */
	int variant_error; /* why that is not the driver that a line asked for; 0: it is */
	unsigned long long linked_us; /* 0 where it was not bound by that run */
	const char *step; /* where it failed or got stuck */
	int error;
	int sleep_error; /* power/control of it or above it could not be written, and why */
	bool undone;
	const char *companion_of;
	bool may_carry; /* it was bound, and is what the system may stand on by its class */
	const char *rule;
};

struct vpb_reported_finding {
	size_t section;
	const char *severity;
	bool is_refusal; /* by its severity */
	const char *guard;
	const char *address; /* "" where it is about no device */
	const char *text; /* the sentence, as vpb_finding_describe() says it */
	const char *fix;
};

/* A device or a bridge whose `power/control` a run has written. */
struct vpb_reported_power {
	size_t section;
	struct vpb_address address;
	enum vpb_sleep control, first_control;
};

struct vpb_boot_report {
	char *text;
	struct vpb_reported_section *sections;
	size_t section_count;
	struct vpb_reported_device *devices;
	size_t device_count;
	struct vpb_reported_finding *findings;
	size_t finding_count;
	struct vpb_reported_power *powers;
	size_t power_count;
	size_t other_boots; /* sections that were left out */
	size_t dropped; /* sections that the file has no more, for their length */
};

void vpb_boot_report_done(struct vpb_boot_report *report);

/*
 * Keeps the sections of the boot with that id; all of them where it is "". Returns 0 or
 * -ENOMEM.
 */
int vpb_boot_report_parse(const char *text, const char *boot_id,
	struct vpb_boot_report *ret_report) VPB_MUST_CHECK;

/* Whether this entry is the one that counts for its device, which several runs may speak of. */
bool vpb_boot_report_speaks_for_device(
	const struct vpb_boot_report *report, size_t index);

/*
 * What power/control of the device was before the runs of this boot set it; untouched where none
 * has, or where a release has made it as it was.
 */
enum vpb_sleep vpb_boot_report_sleep_before(
	const struct vpb_boot_report *report, struct vpb_address address);

/*
 * Whether that entry's device goes back to the host where the root file system does not appear: a run
 * in this initramfs has bound it, and it may carry the system. What has gone back does not go again.
 */
bool vpb_boot_report_may_give_back(const struct vpb_boot_report *report, size_t index);

/* Whether any run speaks of the device. */
bool vpb_boot_report_has(
	const struct vpb_boot_report *report, struct vpb_address address);

#endif
