/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CLI_SETUP_OFFERS_H
#define VPB_CLI_SETUP_OFFERS_H

#include "../groups.h"
#include "setup.h"

/* A device that no guard refuses, and with what it would go. */
struct vpb_offer {
	size_t device; /* of the inventory */
	char address[VPB_ADDRESS_BYTES];
	struct vpb_text with;
	bool is_late;
	bool is_set_up; /* by an earlier call, or a line of the user's own */
	bool is_shared; /* others of its IOMMU group keep VMs from using it alone */
	bool is_with; /* but all of these can be given as well */
};

struct vpb_offers {
	struct vpb_offer *items; /* what is shared comes last */
	size_t count;
	long best; /* the recommended one, or -1 */
	struct vpb_groups groups; /* of setup->now */
};

void vpb_offers_done(struct vpb_offers *offers);

/* By usable.h. 0 or -errno; the caller ends `offers`, zeroed. */
int vpb_offers_read(
	const struct vpb_setup *setup, struct vpb_offers *offers) VPB_MUST_CHECK;

/* As a numbered table; and what its notes mean. 0 or -errno. */
int vpb_offers_print(
	const struct vpb_setup *setup, const struct vpb_offers *offers) VPB_MUST_CHECK;
int vpb_offers_print_notes(
	const struct vpb_setup *setup, const struct vpb_offers *offers) VPB_MUST_CHECK;

/* The table as text for so many columns, on the heap; NULL when memory is out. */
char *vpb_offers_text(
	const struct vpb_setup *setup, const struct vpb_offers *offers, size_t width);

/*
 * Adds those that stay with the host in the offer's group if the ones that are marked in `picked` are
 * chosen, ", " between; returns how many.
 */
size_t vpb_offers_add_sharers(const struct vpb_setup *setup,
	const struct vpb_offers *offers, size_t index, const bool *picked,
	struct vpb_text *text);

#endif
