/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A scenario of tests/vm/scenarios/: lines "key: value", any key as often as needed, and
 * comments that start with #. README.md lists the keys; one that is not known is an error.
 */
#ifndef VPB_VM_JUDGE_SCENARIO_H
#define VPB_VM_JUDGE_SCENARIO_H

#include "lines.h"

struct vpb_pair {
	const char *key;
	const char *value;
	unsigned int line;
};

struct vpb_scenario {
	const char *path;
	const char *name; /* the file's name */
	struct vpb_lines lines;
	struct vpb_pair *pair;
	size_t count;
};

/* Says on stderr what is wrong with the file. @path is borrowed. Returns 0 or -errno. */
VPB_MUST_USE int vpb_scenario_read(const char *path, struct vpb_scenario *ret);

void vpb_scenario_done(struct vpb_scenario *scenario);

/* The @nth value of @key, or NULL. */
const char *vpb_scenario_get(
	const struct vpb_scenario *scenario, const char *key, unsigned int nth);

#endif
