/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stacks.h"

#include <string.h>

const char *const layer_names[LAYER_COUNT] = {
	"disk", "partition", "dm-crypt", "LVM", "md", "bcache", "multipath"};
const char *const need_names[NEED_COUNT] = {"", "the root file system", "a mounted one",
	"swap", "fstab", "crypttab", "resume=", "a mount unit"};

const char *const way_names[WAY_COUNT] = {
	"its bus", "a tunnel", "iSCSI", "NVMe over TCP"};

static struct node *node_add(struct stacks *stacks, enum layer layer)
{
	static const char *const patterns[LAYER_COUNT] = {[LAYER_CRYPT] = "dm-%u",
		[LAYER_VOLUME] = "dm-%u",
		[LAYER_ARRAY] = "md%u",
		[LAYER_CACHE] = "bcache%u",
		[LAYER_PATHS] = "dm-%u"};
	struct node *node = &stacks->nodes[stacks->count];

	*node = (struct node){.layer = layer};
	if (layer == LAYER_DISK)
		snprintf(node->name, sizeof(node->name), "sd%c%c",
			'a' + (int)stacks->count / 26, 'a' + (int)stacks->count % 26);
	else if (patterns[layer])
		snprintf(node->name, sizeof(node->name), patterns[layer], stacks->count);
	stacks->count++;
	return node;
}

static void node_put_on(struct stacks *stacks, struct node *node, unsigned int below)
{
	node->below[node->below_count++] = below;
	stacks->nodes[below].is_used = true;
}

static void parts_add(struct stacks *stacks, struct prng *prng, unsigned int of)
{
	unsigned int count = prng_below(prng, 4);
	char name[16];

	memcpy(name, stacks->nodes[of].name, sizeof(name));
	for (unsigned int i = 1; i <= count && stacks->count < NODES_MAX; i++) {
		struct node *node = node_add(stacks, LAYER_PART);
		bool ends_in_digit = name[strlen(name) - 1] <= '9';

		snprintf(node->name, sizeof(node->name), "%.8s%s%u", name,
			ends_in_digit ? "p" : "", i);
		node_put_on(stacks, node, of);
	}
}

/* One that nothing is made of yet, or -1. */
static int free_pick(const struct stacks *stacks, struct prng *prng, bool whole_disk)
{
	unsigned int start = prng_below(prng, stacks->count);

	for (unsigned int i = 0; i < stacks->count; i++) {
		unsigned int at = (start + i) % stacks->count;

		if (!stacks->nodes[at].is_used &&
			(!whole_disk || stacks->nodes[at].layer == LAYER_DISK))
			return (int)at;
	}
	return -1;
}

static void over_add(struct stacks *stacks, struct prng *prng)
{
	static const enum layer layers[] = {LAYER_CRYPT, LAYER_CRYPT, LAYER_VOLUME,
		LAYER_VOLUME, LAYER_ARRAY, LAYER_ARRAY, LAYER_CACHE, LAYER_PATHS};
	enum layer layer = PRNG_PICK(prng, layers);
	unsigned int wanted = layer == LAYER_CRYPT   ? 1
			      : layer == LAYER_CACHE ? 2
						     : prng_between(prng, 1, BELOW_MAX);
	int first = free_pick(stacks, prng, layer == LAYER_PATHS);
	struct node *node;

	if (first < 0)
		return;
	node = node_add(stacks, layer);
	node->is_used = true; /* not a part of itself */
	node_put_on(stacks, node, (unsigned int)first);
	while (node->below_count < wanted) {
		int next = free_pick(stacks, prng, layer == LAYER_PATHS);

		if (next < 0)
			break;
		node_put_on(stacks, node, (unsigned int)next);
	}
	node->is_used = false;
	if (layer == LAYER_ARRAY && prng_chance(prng, 30))
		parts_add(stacks, prng, stacks->count - 1);
}

void stacks_make(struct stacks *stacks, struct prng *prng)
{
	unsigned int overs, needs;

	*stacks = (struct stacks){.controllers = prng_between(prng, 2, CONTROLLERS_MAX)};
	for (unsigned int i = 0; i < stacks->controllers; i++)
		for (unsigned int left = prng_between(prng, 1, 2); left > 0; left--) {
			struct node *disk = node_add(stacks, LAYER_DISK);

			disk->controller = i;
			if (prng_chance(prng, 30))
				disk->way = (enum way)prng_below(prng, WAY_COUNT);
			if (prng_chance(prng, 75))
				parts_add(stacks, prng, stacks->count - 1);
		}
	overs = prng_below(prng, 9);
	for (unsigned int i = 0; i < overs; i++)
		over_add(stacks, prng);
	needs = prng_between(prng, 1, 3);
	for (unsigned int i = 0; i < needs; i++) {
		int at = free_pick(stacks, prng, false);

		enum need need =
			i ? (enum need)prng_between(prng, NEED_MOUNTED, NEED_COUNT - 1)
			  : NEED_ROOT;

		/* The kernel takes the last of several resume=. */
		if (need == NEED_RESUME && i > 1)
			need = NEED_SWAP;
		if (at >= 0 && !stacks->nodes[at].need)
			stacks->nodes[at].need = need;
	}
}

static bool stands_on(const struct stacks *stacks, unsigned int node,
	unsigned int controller, bool layers[LAYER_COUNT], bool ways[WAY_COUNT])
{
	const struct node *of = &stacks->nodes[node];
	bool found = of->layer == LAYER_DISK && of->controller == controller;

	if (found)
		ways[of->way] = true;
	for (unsigned int i = 0; i < of->below_count; i++)
		found |= stands_on(stacks, of->below[i], controller, layers, ways);
	if (found)
		layers[of->layer] = true;
	return found;
}

bool stacks_carry(const struct stacks *stacks, unsigned int controller,
	bool ret_layers[LAYER_COUNT], bool ret_needs[NEED_COUNT],
	bool ret_ways[WAY_COUNT])
{
	bool any = false;

	memset(ret_layers, false, LAYER_COUNT * sizeof(*ret_layers));
	memset(ret_needs, false, NEED_COUNT * sizeof(*ret_needs));
	memset(ret_ways, false, WAY_COUNT * sizeof(*ret_ways));
	for (unsigned int i = 0; i < stacks->count; i++)
		if (stacks->nodes[i].need &&
			stands_on(stacks, i, controller, ret_layers, ret_ways)) {
			ret_needs[stacks->nodes[i].need] = true;
			any = true;
		}
	return any;
}

bool stacks_are_used(const struct stacks *stacks, unsigned int controller)
{
	bool layers[LAYER_COUNT] = {}, ways[WAY_COUNT] = {};

	for (unsigned int i = 0; i < stacks->count; i++)
		if (stacks->nodes[i].layer > LAYER_PART &&
			stands_on(stacks, i, controller, layers, ways))
			return true;
	return false;
}

void stacks_print(const struct stacks *stacks, FILE *file)
{
	for (unsigned int i = 0; i < stacks->count; i++) {
		const struct node *node = &stacks->nodes[i];

		fprintf(file, "#   %-8s %-9s", node->name, layer_names[node->layer]);
		if (node->layer == LAYER_DISK)
			fprintf(file, " of controller %u by %s", node->controller,
				way_names[node->way]);
		for (unsigned int j = 0; j < node->below_count; j++)
			fprintf(file, " %s", stacks->nodes[node->below[j]].name);
		if (node->need)
			fprintf(file, ", needed: %s", need_names[node->need]);
		fputc('\n', file);
	}
}
