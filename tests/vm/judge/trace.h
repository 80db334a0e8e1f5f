/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The card's own log (tests/vm/card/access_log.h says how it is written): what was done to
 * the card, counted from the moment when the kernel started /init.
 */
#ifndef VPB_VM_JUDGE_TRACE_H
#define VPB_VM_JUDGE_TRACE_H

#include "lines.h"

struct vpb_trace {
	struct vpb_lines lines;
	bool marked; /* the line "mark init" is there */
	double init_s; /* when; since QEMU's start */
	bool ended; /* so is "mark end", the last line: nothing is missing */
	size_t unreadable; /* lines that are none of those that are known */
};

/* What one function saw; "early" is before the mark, the rest after it. */
struct vpb_trace_counts {
	unsigned int
		config; /* configuration accesses, early ones too: the log is alive */
	unsigned int early;
	unsigned int reads;
	unsigned int writes;
	unsigned int resets;
	long first_ms; /* of reads and writes, from the mark; -1 without any */
};

/* DIR/access.log. Returns 0 or -errno. */
VPB_MUST_USE int vpb_trace_read(const char *dir, struct vpb_trace *ret);

void vpb_trace_done(struct vpb_trace *trace);

void vpb_trace_count(
	const struct vpb_trace *trace, const char *address, struct vpb_trace_counts *ret);

#endif
