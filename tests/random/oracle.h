/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_ORACLE_H
#define RANDOM_ORACLE_H

#include "request.h"

/*
 * The checker's own reading of what the rules mean and of what speaks against a device. It
 * shares no code with the program, and sees nothing that the program decided but the set of
 * devices that were taken.
 */
enum objection {
	AGAINST_UNREADABLE,
	AGAINST_BRIDGE,
	AGAINST_NO_IOMMU,
	AGAINST_FOREIGN,
	AGAINST_DRIVER_FIRST,
	AGAINST_BOOT_DISPLAY,
	AGAINST_UNSAFE_DRIVER,
	AGAINST_PF_WITH_VFS,
	AGAINST_LATE,
	AGAINST_LAST_DISPLAY,
	/* By what the image was told, from here on. */
	AGAINST_CARRIERS,
	AGAINST_GROUP_SYSTEM,
	AGAINST_SYSTEM_DISK,
	AGAINST_NETWORK_ROOT,
	AGAINST_KEYBOARD,
	AGAINST_DEFAULT_ROUTE,
	OBJECTION_COUNT,
};

/* As users write them. */
extern const char *const objection_names[OBJECTION_COUNT];

struct oracle {
	const struct machine *machine;
	const struct random_request *asked;
	const bool *taken; /* one a function */
	bool is_active;
	bool skipped[FUNCTIONS_MAX];
	unsigned int moved; /* skips that find another card at their place */
	bool named[FUNCTIONS_MAX]; /* by a rule that binds */
	/* By rule: it names the function; as the right card; as the only one, or all are meant. */
	bool names[RULES_MAX][FUNCTIONS_MAX];
	bool has_identity[RULES_MAX][FUNCTIONS_MAX];
	bool is_single[RULES_MAX][FUNCTIONS_MAX];
	/* A claim that stands, the function's own or as companion of a display that is taken. */
	bool claimed[FUNCTIONS_MAX];
	bool is_companion[FUNCTIONS_MAX];
	unsigned int allowed[FUNCTIONS_MAX]; /* by the claims that stand */
	/* What a boot from the image knows of the function, or has to fear. */
	bool may_have_system[FUNCTIONS_MAX], may_have_network[FUNCTIONS_MAX],
		may_have_route[FUNCTIONS_MAX], may_have_keyboard[FUNCTIONS_MAX];
	bool may_be_other[FUNCTIONS_MAX]; /* it may be one that was elsewhere */
};

/* `ret_oracle` keeps the pointers. */
void oracle_make(const struct machine *machine, const struct random_request *asked,
	const bool *taken, struct oracle *ret_oracle);

/* By its class or by its header. */
bool oracle_is_bridge(const struct function *function);

/* Whether this speaks against the function, and nobody has allowed it. */
bool oracle_objects(
	const struct oracle *oracle, unsigned int index, enum objection objection);

/* Whether nothing but what the image was told speaks against a function that is claimed. */
bool oracle_is_kept_by_image(const struct oracle *oracle, unsigned int index);

/* Fills what a boot from the image knows. */
void oracle_hear(struct oracle *oracle);

/* A skip could not be read, and the rule has nothing but an id to tell devices apart. */
bool oracle_may_be_skipped(const struct oracle *oracle, unsigned int rule);

/* The rule's claim on this function stands. */
bool oracle_stands(const struct oracle *oracle, unsigned int rule, unsigned int index);

/* Its line also names a display that would bring this function along, and that is not taken. */
bool oracle_is_orphan(const struct oracle *oracle, unsigned int rule, unsigned int index);

/* Whether another of its group, which is no bridge, has what the system needs by the one's word or the other's. */
bool oracle_shares_with_system(
	const struct oracle *oracle, unsigned int index, bool is_late);

/* Whether a host's driver in its group makes the group of a taken device useless. */
bool oracle_spoils(const struct oracle *oracle, unsigned int taken, unsigned int other);

#endif
