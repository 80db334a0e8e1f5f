/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_FINDING_H
#define VPB_CORE_FINDING_H

#include <stddef.h>

#include "guard.h"

/* What was found, for a person to read. All memory belongs to the list. */
struct vpb_finding {
	enum vpb_kind kind;
	enum vpb_severity severity;
	bool refused; /* the device, or this claim on it, was left to the host for it */
	bool is_overridden; /* it would have been, but for a word of the user's */
	const char *guard; /* the kind's name, which users read in brackets */
	long device; /* index into the snapshot, or -1 */
	char *where; /* as vpb_origin_describe() says it, or NULL */
	char *reason; /* of a device: the sentence without its subject, which is the address */
	char *fix; /* what the user can do, an imperative; "" where there is nothing */
	char *command; /* of the fix, for a program to run; NULL where there is none */
};

struct vpb_findings {
	struct vpb_finding *items;
	size_t count;
};

void vpb_findings_done(struct vpb_findings *findings);

/*
 * Adds one finding, as grave as its kind is, and returns it, or NULL when memory is out. `where` may
 * be NULL; it and the texts are copied, bytes that are no printable ASCII as \xHH.
 */
struct vpb_finding *vpb_findings_add(struct vpb_findings *findings, enum vpb_kind kind,
	long device, const struct vpb_origin *where, const char *reason, const char *fix);

/*
 * The same of a kind that is none of vpb_kinds, such as another program's: it counts as VPB_KINDS. `row`
 * is not copied.
 */
struct vpb_finding *vpb_findings_add_row(struct vpb_findings *findings,
	const struct vpb_kind_row *row, long device, const char *where,
	const char *reason, const char *fix);

/* The same where only 0 or -ENOMEM is of interest. */
int vpb_findings_say(struct vpb_findings *findings, enum vpb_kind kind, long device,
	const struct vpb_origin *where, const char *reason,
	const char *fix) VPB_MUST_CHECK;

/* Copies the command that the finding's fix names; NULL for none. 0 or -ENOMEM. */
int vpb_finding_set_command(
	struct vpb_finding *finding, const char *command) VPB_MUST_CHECK;

/* Whether there is one of that kind. */
bool vpb_findings_have(const struct vpb_findings *findings, enum vpb_kind kind);

/* Takes that one out; the order of the others stays. */
void vpb_findings_remove(struct vpb_findings *findings, size_t index);

/* What a person reads first: "refused", "late", or how grave it is: "error", "warning", "note". */
const char *vpb_finding_verdict(const struct vpb_finding *finding);

/* "note", "warn" or "refuse". */
const char *vpb_severity_name(enum vpb_severity severity);

/*
 * Adds the sentence, one line without newline, in the one form of all findings:
 *
 *   /etc/vfio-prebind.conf:3:6: refused: 0000:01:00.0 is a bridge [bridge]
 */
void vpb_finding_describe(const struct vpb_finding *finding,
	const struct vpb_snapshot *snapshot, struct vpb_text *text);

/* Adds that line, and below it "  fix: ..." where there is one; `indent` before each. */
void vpb_finding_add_lines(const struct vpb_finding *finding,
	const struct vpb_snapshot *snapshot, const char *indent, struct vpb_text *text);

#endif
