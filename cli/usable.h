/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_USABLE_H
#define VPB_CLI_USABLE_H

#include "../host/machine/facts.h"
#include "../host/machine/inventory.h"
#include "groups.h"

/*
 * Whether a device can be given to a VM: each by itself, as if it alone were asked for, by the plan of
 * the next boot, early and late, and its guards. There is no other judgement.
 */
enum vpb_usable_answer {
	VPB_USABLE_NO,
	VPB_USABLE_WITH, /* with others only, which are named */
	VPB_USABLE_BY_BIND, /* a virtual function: there is none early at a boot */
	VPB_USABLE_LATE, /* by the service of the real root */
	VPB_USABLE_YES,
};

struct vpb_usable {
	enum vpb_usable_answer answer;
	bool is_companion; /* of the first of `with`, which brings it along */
	bool is_late; /* also with others */
	/* No guard refuses it, but its group has others, without which no VM can open it. */
	bool shares_group;
	size_t *with; /* the others, as indexes into the inventory */
	size_t with_count;
	char *reason; /* of a "no", in a few words: "boot display" */
};

struct vpb_usables {
	struct vpb_usable *items; /* one a device of the inventory */
	size_t count;
};

void vpb_usables_done(struct vpb_usables *usables);

/* Returns 0 or -errno; the caller has zeroed *usables and ends it in any case. */
int vpb_usables_read(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_groups *groups, struct vpb_usables *usables) VPB_MUST_CHECK;

#endif
