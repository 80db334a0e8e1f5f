/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_REQUEST_H
#define RANDOM_REQUEST_H

#include "machine.h"

/*
 * A made-up request: as text, for the program, and as a record of what that text was made to
 * say, for the checker.
 */
enum allowable {
	ALLOW_IDENTITY = 1 << 0,
	ALLOW_TWIN = 1 << 1,
	ALLOW_BOOT_DISPLAY = 1 << 2,
	ALLOW_LAST_DISPLAY = 1 << 3,
	ALLOW_UNSAFE_DRIVER = 1 << 4,
	ALLOW_PF_WITH_VFS = 1 << 5,
	ALLOW_KEYBOARD = 1 << 6,
	ALLOW_DEFAULT_ROUTE = 1 << 7,
	ALLOW_GROUP_SYSTEM = 1 << 8,
	ALLOW_COUNT = 9,
};

enum form {
	BY_PLACE,
	BY_PATH,
	BY_ID,
	BY_VFIO_ID, /* an item of vfio-pci.ids= */
};

enum {
	RULES_MAX = 24,
	HOPS_MAX = 12,
	TEXT_BYTES = 4096,
	RULE_BYTES = 200,
	ANY = -1,
};

struct wanted_rule {
	bool is_skip;
	bool is_dead; /* an item of a vfio-pci.ids= that a later one replaced */
	enum form form;
	struct place place; /* of a path: its first bridge */
	struct {
		uint8_t device, function;
	} hops[HOPS_MAX];
	unsigned int hop_count;
	/* What the device should be: with an identity, all or the first two; of an id: or ANY. */
	bool has_identity, has_subsystem;
	long vendor, device, subvendor, subdevice;
	uint32_t class_value,
		class_mask; /* base class, subclass and programming interface */
	bool takes_all;
	bool takes_no_companions;
	bool sets_sleep;
	unsigned int allowed;
	char text[RULE_BYTES]; /* the selector as written */
};

struct random_request {
	struct wanted_rule rules[RULES_MAX];
	unsigned int count;
	unsigned int mistakes; /* lines and items that are not understood */
	bool is_mistaken; /* one of them is a word of ours on the kernel command line */
	bool has_unread_skip; /* one of them may have been a skip */
	bool is_off; /* enable=0 */
	bool is_rescue;
	bool has_network_root;
	char config[TEXT_BYTES];
	char cmdline[TEXT_BYTES];
};

/* Picks a device of the machine and a form to name it, and fills all but the words. */
void rule_pick(
	const struct machine *machine, struct prng *prng, struct wanted_rule *rule);

/* The same for an item of vfio-pci.ids=. */
const struct function *rule_pick_vfio(const struct machine *machine, struct prng *prng,
	const struct function *beside, struct wanted_rule *rule);

void request_make(
	const struct machine *machine, struct prng *prng, struct random_request *asked);

/* The texts, for a person, each line after '#'. */
void request_print(const struct random_request *asked, FILE *file);

#endif
