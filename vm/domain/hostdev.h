/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_VM_DOMAIN_HOSTDEV_H
#define VPB_VM_DOMAIN_HOSTDEV_H

#include "facts.h"
#include "xml.h"

/* A card as XML of libvirt and as words of QEMU, and where it goes in a domain. All functions are pure. */

/* Where a card is to be in the VM. */
struct vpb_card_place {
	bool has_port; /* a root port of its own, that is the controller of that index */
	unsigned long index; /* of the bus: the controller's index, or 0 */
	long slot;
};

/* Adds the root port: <controller>; nothing where the place has none. */
void vpb_card_add_port(const struct vpb_card *card, const struct vpb_card_place *place,
	struct vpb_text *text);

/* Adds a <hostdev> a function, all in one slot. */
void vpb_card_add_hostdevs(const struct vpb_card *card,
	const struct vpb_card_place *place, struct vpb_text *text);

/* Adds the options of a QEMU that is started without libvirt, a line each. */
void vpb_card_add_words(const struct vpb_card *card, const struct vpb_card_place *place,
	struct vpb_text *text);

/* Adds "0000:01:00.0 GeForce RTX 4070 and 0000:01:00.1 AD104 Audio", for people. */
void vpb_card_describe(const struct vpb_card *card, struct vpb_text *text);

/*
 * Whether all functions of the card are in the domain as vpb_card_add_hostdevs() has them, made by us and
 * in one slot.
 */
bool vpb_card_is_there(const struct vpb_card *card, xmlNode *domain);

#endif
