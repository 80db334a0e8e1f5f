/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef RANDOM_STACKS_H
#define RANDOM_STACKS_H

#include <stdbool.h>
#include <stdio.h>

#include "prng.h"

/*
 * A made-up machine of disk controllers: what hangs on them, what is made of that, and what of it
 * the system needs. Which controllers carry that is found here by walking down, and shares nothing
 * with the program.
 */
enum layer {
	LAYER_DISK,
	LAYER_PART,
	LAYER_CRYPT,
	LAYER_VOLUME,
	LAYER_ARRAY,
	LAYER_CACHE,
	LAYER_PATHS,
	LAYER_COUNT,
};

/* How a disk hangs on its controller. */
enum way {
	WAY_BUS,
	WAY_TUNNEL, /* below a port that the controller tunnels to */
	WAY_ISCSI, /* the controller is a network card: by the address of the server */
	WAY_NVME, /* the same, by the name of the interface */
	WAY_COUNT,
};

/* What needs it. */
enum need {
	NEED_NONE,
	NEED_ROOT,
	NEED_MOUNTED,
	NEED_SWAP,
	NEED_FSTAB,
	NEED_CRYPTTAB,
	NEED_RESUME,
	NEED_UNIT,
	NEED_COUNT,
};

enum {
	CONTROLLERS_MAX = 5,
	NODES_MAX = 64,
	BELOW_MAX = 3,
};

struct node {
	enum layer layer;
	char name[16];
	unsigned int controller; /* of a disk */
	enum way way;
	unsigned int below[BELOW_MAX], below_count;
	bool is_used; /* something is made of it */
	enum need need;
};

struct stacks {
	struct node nodes[NODES_MAX];
	unsigned int count, controllers;
};

extern const char *const layer_names[LAYER_COUNT];
extern const char *const need_names[NEED_COUNT];
extern const char *const way_names[WAY_COUNT];

void stacks_make(struct stacks *stacks, struct prng *prng);

/* Whether something that is needed stands on this controller; and through which layers. */
bool stacks_carry(const struct stacks *stacks, unsigned int controller,
	bool ret_layers[LAYER_COUNT], bool ret_needs[NEED_COUNT],
	bool ret_ways[WAY_COUNT]);

/* Whether anything is made of what is on it. */
bool stacks_are_used(const struct stacks *stacks, unsigned int controller);

/* Writes it all as a tree, with a configuration that asks for every controller. */
bool stacks_write(const struct stacks *stacks, const char *directory);

/* One line a device, each after '#'. */
void stacks_print(const struct stacks *stacks, FILE *file);

#endif
