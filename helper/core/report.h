/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_REPORT_H
#define VPB_CORE_REPORT_H

#include "finding.h"
#include "outcome.h"

/*
 * What a run did, as text: one for programs (the report file), one for people (the dry run,
 * the kernel log). Pure.
 */

/* How a run went as a whole. */
enum vpb_run_state {
	VPB_RUN_DONE, /* all steps went to their end; each device says how */
	VPB_RUN_IDLE, /* nothing was asked for */
	VPB_RUN_OFF, /* a switch or a rescue boot said that nothing is to be done */
	VPB_RUN_STUCK, /* abandoned at its deadline */
	VPB_RUN_BROKEN, /* the program could not do its work */
	VPB_RUN_UNKNOWN, /* read from a report: a word of a later version's */
};

/* Which run a section of the report is about. */
enum vpb_section {
	VPB_SECTION_INITRD,
	VPB_SECTION_LATE,
	VPB_SECTION_HOTPLUG,
	VPB_SECTION_BIND,
	VPB_SECTION_RELEASE,
	VPB_SECTION_GIVE_BACK, /* in the initramfs, as the root file system had not appeared */
	VPB_SECTION_UNKNOWN, /* read from a report: a word of a later version's */
};

struct vpb_report {
	enum vpb_section section;
	const struct vpb_address *arrival; /* what was plugged in, else NULL */
	const char *version;
	const char *boot_id;
	uint64_t began_us; /* since boot */
	uint64_t ended_us;
	enum vpb_run_state state;
	const struct vpb_request *request;
	const struct vpb_snapshot *snapshot;
	const struct vpb_selection *selection;
	const struct vpb_findings *findings;
	const struct vpb_plan *plan;
	const struct vpb_outcome *outcomes;
};

/*
 * Adds one section of the report file:
 *
 *   [initrd]
 *   state=done
 *   device=0000:01:00.0 id=10de:2820 class=0300 state=bound first-driver=- driver=vfio-pci
 *          linked-us=412345 rule=/etc/vfio-prebind.conf:3:6        (on one line)
 *   power=0000:00:01.0 control=auto first-control=on
 *   finding=warn unmatched - /etc/vfio-prebind.conf:4:6: warning: no device is '10de:2226' [unmatched]
 *   fix=look for it with 'lspci -nn'
 *
 * A device line is there for each device that a rule or a display brought in, taken or not;
 * "-" stands for nothing; "may-carry=yes" says of what was bound that the system may stand on its like
 * (vpb_claim_may_carry()). A power line is there for each of them, and each bridge, whose
 * power/control was written. A finding names severity, guard, device and the sentence; its fix, if
 * any, is the next line. "dropped=N" says how many earlier sections were dropped for their length. Words never hold a blank, but for these two texts, which end the line.
 */
void vpb_report_add_section(const struct vpb_report *report, struct vpb_text *text);

/*
 * Takes out the section of an earlier run for the same arrival, "[hotplug]" with the line
 * "arrival=0000:01:00.0": what is plugged in again and again has one section, of the last time.
 * Returns whether there was one.
 */
bool vpb_report_forget_arrival(struct vpb_text *text, struct vpb_address arrival);

/* Whether the run has found or done something, or tried to. */
bool vpb_report_has_news(const struct vpb_report *report);

/* Adds the lines of that section for one finding. */
void vpb_report_add_finding(
	const struct vpb_report *report, size_t index, struct vpb_text *text);

/* Adds the plan as numbered lines for people. */
void vpb_report_add_plan(const struct vpb_report *report, struct vpb_text *text);

/*
 * Adds one line without newline that says what became of a device, for the kernel log.
 * Returns whether there is anything to say: of a device that was left, a finding says it.
 */
bool vpb_report_describe_device(
	const struct vpb_report *report, size_t device, struct vpb_text *text);

/* "done", "idle", "off", "stuck", "broken". */
const char *vpb_run_state_name(enum vpb_run_state state);
enum vpb_run_state vpb_run_state_parse(const char *name);

/* "initrd", "late", "hotplug", "bind", "release", "give-back". */
const char *vpb_section_name(enum vpb_section section);
enum vpb_section vpb_section_parse(const char *name);

#endif
