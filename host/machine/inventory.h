/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_INVENTORY_H
#define VPB_HOST_MACHINE_INVENTORY_H

#include "../../helper/sys/root.h"
#include "names.h"

/*
 * All that is known of all functions, for a person to look at. The boot programs read far
 * less. Nothing here wakes a sleeping device: config space is not read.
 */
struct vpb_item {
	struct vpb_pci_names names;
	char *modules; /* that would claim it, with blanks between; "" for none */
	char reset_methods[VPB_NAME_BYTES]; /* the kernel's words; "" for none */
	/* About power management, the kernel's words; "" where there is none. */
	char power_state[8]; /* "D0", "D3hot", "D3cold" */
	char power_control[8]; /* "auto", "on" */
	char runtime_status[16]; /* "active", "suspended" */
	char d3cold_allowed[4]; /* "0", "1" */
	bool is_asleep; /* runtime power management has put it to sleep */
	bool has_physfn; /* of a VF whose PF is known */
	struct vpb_address physfn;
};

struct vpb_inventory {
	struct vpb_snapshot snapshot; /* with the details of all */
	struct vpb_item *items; /* one a device of the snapshot */
	bool no_framebuffers; /* /proc/iomem hides its numbers: nobody knows who has one */
	bool no_disks; /* what is on them is unknown, see usage.h */
	bool no_module_index; /* of the tree's kernel: nobody knows what claims what */
};

void vpb_inventory_done(struct vpb_inventory *inventory);

/*
 * Reads it all. Also sets has_module of every device. Returns 0, -ENOMEM, or -EIO with
 * what is wrong in *ret_message (see vpb_scan()); *ret_inventory is the caller's to end.
 */
int vpb_inventory_read(const struct vpb_root *root, struct vpb_inventory *ret_inventory,
	char **ret_message) VPB_MUST_CHECK;

#endif
