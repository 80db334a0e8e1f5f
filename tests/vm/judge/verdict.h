/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was expected, what was found, and whether the two agree: one check a line. */
#ifndef VPB_VM_JUDGE_VERDICT_H
#define VPB_VM_JUDGE_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define VPB_CHECKS_MAX 64

struct vpb_check {
	bool ok;
	char kind
		[16]; /* the expectation's first word; "run" where the run itself failed */
	char text[320];
};

struct vpb_verdict {
	struct vpb_check check[VPB_CHECKS_MAX];
	size_t count;
	bool ok; /* all checks, and none was left out for want of room */
};

void vpb_verdict_init(struct vpb_verdict *verdict);

void vpb_verdict_add(struct vpb_verdict *verdict, bool ok, const char *kind,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Whether a check of @kind failed. */
bool vpb_verdict_failed(const struct vpb_verdict *verdict, const char *kind);

/* One line a check: "ok KIND TEXT" or "not ok KIND TEXT". */
void vpb_verdict_print(const struct vpb_verdict *verdict, FILE *file);

#endif
