/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_CPUS_H
#define VPB_VM_DOMAIN_CPUS_H

#include <stdbool.h>
#include <stdint.h>

/* Sets of the host's logical processors. All functions are pure. */

enum {
	VPB_CPUS_MAX = 1024, /* higher numbers are left out */
};

struct vpb_cpus {
	uint64_t bits[VPB_CPUS_MAX / 64];
};

/*
 * Adds a list as the kernel and libvirt write it, "0-3,8"; libvirt's "^2" takes one out again. What cannot
 * be read ends it.
 */
void vpb_cpus_add(struct vpb_cpus *cpus, const char *list);

/* Whether some are in both. */
bool vpb_cpus_overlap(const struct vpb_cpus *a, const struct vpb_cpus *b);

#endif
