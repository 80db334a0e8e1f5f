/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_OPINION_H
#define RANDOM_OPINION_H

#include "wish.h"

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
	OBJECTION_COUNT,
};

/* As users write them. */
extern const char *const objection_names[OBJECTION_COUNT];

struct opinion {
	const struct machine *machine;
	const struct wish *wish;
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
};

/* `ret_opinion` keeps the pointers. */
void opinion_make(const struct machine *machine, const struct wish *wish,
	const bool *taken, struct opinion *ret_opinion);

/* By its class or by its header. */
bool opinion_is_bridge(const struct function *function);

/* Whether this speaks against the function, and nobody has allowed it. */
bool opinion_objects(
	const struct opinion *opinion, unsigned int index, enum objection objection);

/* The rule's claim on this function stands. */
bool opinion_stands(const struct opinion *opinion, unsigned int rule, unsigned int index);

/* Whether a host's driver in its group makes the group of a taken device useless. */
bool opinion_spoils(
	const struct opinion *opinion, unsigned int taken, unsigned int other);

#endif
