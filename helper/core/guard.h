/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_GUARD_H
#define VPB_CORE_GUARD_H

#include <stdbool.h>
#include <stdint.h>

#include "kind.h"
#include "scene.h"

/*
 * The guards: each looks at one thing that must not happen. A new one is a function and a row
 * in guard.c, and a test. All functions here are pure.
 *
 * What only the real root can tell (the snapshot's phase, see device.h) is judged there: early,
 * the guard `late` leaves it. The guards on the system's disks, network and keyboard look wherever
 * something is known of these, early by what the image has been told (carriers.h).
 */

enum vpb_scope {
	VPB_SCOPE_SELECTOR, /* the verdict drops the selector's claim; another's may stand */
	VPB_SCOPE_DEVICE, /* it drops the device, whoever selected it */
};

struct vpb_guard {
	const char *name; /* what users write after `allow=` and read in findings */
	enum vpb_scope scope;
	enum vpb_severity severity;
	bool drops; /* what it finds is left to the host */
	bool can_be_allowed;
	bool also_releases; /* it looks at what is given back to the host, too */
	vpb_guard_look *look;
};

/* By enum vpb_kind. */
extern const struct vpb_guard vpb_guards[VPB_KIND_GUARDS];

/* The guard of that name, or NULL. */
const struct vpb_guard *vpb_guard_find(const char *name);

/* That of a finding's kind, or NULL where the kind is no guard's. */
const struct vpb_guard *vpb_guard_of(enum vpb_kind kind);

enum vpb_kind vpb_guard_kind(const struct vpb_guard *guard);

/* Its bit in vpb_rule.allow. */
uint32_t vpb_guard_bit(const struct vpb_guard *guard);

/*
 * Whether the class of the device is one that the system may stand on: disks, USB and the like, and with a
 * system on the network its cards. A companion goes with its display.
 */
bool vpb_claim_may_carry(const struct vpb_scene *scene, const struct vpb_claim *claim);

/*
 * Why this device can only be judged in the real root, as a constant; NULL for one that is
 * bound in the initramfs.
 */
const char *vpb_claim_late_reason(
	const struct vpb_scene *scene, const struct vpb_claim *claim);

#endif
