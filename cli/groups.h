/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_GROUPS_H
#define VPB_CLI_GROUPS_H

#include "../host/machine/inventory.h"

/*
 * What belongs together: whose companion a function would be, who else must leave the host
 * before a VM can open its IOMMU group. Pure; all devices are indexes into the snapshot.
 */
struct vpb_groups {
	const struct vpb_snapshot *snapshot;
	long *companion_of; /* one a device: the display that brings it along, or -1 */
	/*
	 * All devices, group by group in the order of their numbers, and after these what is in
	 * no group; where each group begins in there; the group that a device belongs to, by its
	 * place in `begins`, which has one more than there are groups.
	 */
	size_t *members;
	size_t *begins;
	size_t *group_of;
	size_t count; /* of groups; one of them for what is in none, where there is any such */
};

/* Returns 0 or -ENOMEM; `snapshot` must outlive *ret_groups, which the caller ends. */
int vpb_groups_make(const struct vpb_snapshot *snapshot,
	struct vpb_groups *ret_groups) VPB_MUST_CHECK;
void vpb_groups_done(struct vpb_groups *groups);

/* The devices of this one's group, itself among them, in the order of their addresses. */
const size_t *vpb_groups_members(
	const struct vpb_groups *groups, size_t device, size_t *ret_count);

/*
 * Whether the other one would stand in the way if this one and all that comes along with it
 * were given away: it is in the group, no bridge, not for guests yet, does not come along, and
 * a driver has it or a module would claim it.
 */
bool vpb_groups_is_in_the_way(
	const struct vpb_groups *groups, size_t device, size_t other);

/* Whether a driver of the host has it now, so that the kernel lets no VM open its group. */
bool vpb_groups_is_held(const struct vpb_groups *groups, size_t device);

#endif
