/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_FINDING_H
#define VPB_CORE_FINDING_H

#include <stddef.h>

#include "guard.h"

/* What was found, for a person to read. All memory belongs to the list. */
struct vpb_finding {
	enum vpb_severity severity;
	bool refused; /* the device, or this claim on it, was left to the host for it */
	const char *guard; /* a guard's name, or a constant of the same style */
	long device; /* index into the snapshot, or -1 */
	char *where; /* the config's "source:line:column", or NULL */
	char *reason;
	char *cure; /* "" where there is nothing to do */
};

struct vpb_findings {
	struct vpb_finding *items;
	size_t count;
};

void vpb_findings_done(struct vpb_findings *findings);

/*
 * Adds one finding and returns it, or NULL when memory is out. `where` may be NULL; it and the
 * texts are copied, bytes that are no printable ASCII as \xHH.
 */
struct vpb_finding *vpb_findings_add(struct vpb_findings *findings,
	enum vpb_severity severity, const char *guard, long device,
	const struct vpb_origin *where, const char *reason, const char *cure);

/* Takes that one out; the order of the others stays. */
void vpb_findings_remove(struct vpb_findings *findings, size_t index);

/* "note", "warn" or "refuse". */
const char *vpb_severity_name(enum vpb_severity severity);

/* One line without newline: where, device, what happened, what to do. */
void vpb_finding_describe(const struct vpb_finding *finding,
	const struct vpb_snapshot *snapshot, struct vpb_text *text);

#endif
