/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_MATCH_H
#define VPB_CORE_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "device.h"
#include "request.h"

/*
 * Which devices the rules mean. Pure.
 *
 * A claim is one rule's word for one device; a device can have several. A companion's claim
 * names the display that brings it along: functions of the display's slot and vendor that are
 * audio (0403), USB (0c03) or the like of USB-C (0c80), and no VFs; and audio of that vendor
 * behind the switch on the display's own card, as on Intel's Arc.
 */
struct vpb_claim {
	size_t device; /* index into the snapshot */
	size_t rule; /* index into the request */
	bool is_companion;
	size_t display; /* of a companion: the device that brings it along */
	size_t by_claim; /* and the index of that device's claim */
	size_t next; /* index of the device's next claim plus one, or 0: vpb_selection_next() */
	bool dropped; /* by a check, see check.h */
	bool forgotten; /* and not to be spoken of: another run's */
	bool stands_there; /* of a forgotten one: that run takes the device */
};

/* What is known of one device, so that nobody has to look through all claims or rules for it. */
struct vpb_device_claims {
	size_t first, last; /* indexes of claims plus one, or 0 */
	bool is_skip_known, is_skipped; /* whether a rule skips it, once somebody asked */
};

struct vpb_selection {
	struct vpb_claim
		*claims; /* in the order of the rules, then those of companions */
	size_t claim_count;
	struct vpb_device_claims *devices; /* one a device of the snapshot */
	bool *rule_matched; /* one a rule of the request: it names a device that is there */
};

void vpb_selection_done(struct vpb_selection *selection);

/*
 * Makes a claim for each device that a bind rule names, identity aside (check.h looks at
 * that); what a skip rule names is left out. A skip with an identity that its place does not
 * hold leaves both out: what is at that place, and each device of that identity. Needs only
 * the facts that are read for every device, and for such a skip the subsystem. Returns 0 or
 * -ENOMEM; *ret_selection is the caller's to end.
 */
int vpb_match_rules(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot,
	struct vpb_selection *ret_selection) VPB_MUST_CHECK;

/*
 * Adds the claims of the companions. Needs the details of every function in the slots of the
 * claimed devices, and the bridges above displays and audio. Returns 0 or -ENOMEM.
 */
int vpb_match_companions(const struct vpb_request *request,
	const struct vpb_snapshot *snapshot,
	struct vpb_selection *selection) VPB_MUST_CHECK;

/* Whether the device is what the identity says; without one, any is. */
bool vpb_identity_fits(
	const struct vpb_identity *identity, const struct vpb_device *device);

/* Whether the selector names this device, identity aside. */
bool vpb_selector_matches(const struct vpb_selector *selector,
	const struct vpb_snapshot *snapshot, const struct vpb_device *device);

/*
 * The claims on a device, in their order: the first where `claim` is NULL, else the one after it. NULL
 * at the end.
 */
struct vpb_claim *vpb_selection_next(const struct vpb_selection *selection, size_t device,
	const struct vpb_claim *claim);

/*
 * The claim that stands for a device, in a report: one that was not dropped, if there is any. NULL
 * where there is none, or only forgotten ones.
 */
const struct vpb_claim *vpb_selection_claim(
	const struct vpb_selection *selection, size_t device);

/* Whether any claim on the device stands. */
bool vpb_selection_has(const struct vpb_selection *selection, size_t device);

#endif
