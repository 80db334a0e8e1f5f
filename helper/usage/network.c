/* SPDX-License-Identifier: GPL-2.0-or-later */

/*
 * Network cards: which of them have a route, also through bonds, bridges and the like, and which
 * lead to what the system has from elsewhere.
 */

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../sys/folder.h"
#include "parts.h"
#include "routes.h"

enum {
	LEVELS_MAX = 8,
};

/* The card is the last function of the path; what that depends on elsewhere carries it as well. */
static void card_mark(const struct vpb_usage *usage, const char *interface, bool *marks)
{
	char path[PATH_MAX], target[PATH_MAX];
	long found;

	snprintf(path, sizeof(path), "sys/class/net/%s", interface);
	if (vpb_root_read_target(usage->root, path, target) < 0)
		return;
	found = vpb_usage_find_functions(usage, target, marks);
	if (found >= 0)
		marks[found] = true;
}

/* An interface that is made of others has links "lower_NAME" to them. */
static void interface_mark(const struct vpb_usage *usage, const char *interface,
	unsigned int level, bool *marks)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];

	/* It comes from a file, and must be a name and no path. */
	if (level == LEVELS_MAX || strchr(interface, '/') || *interface == '.')
		return;
	card_mark(usage, interface, marks);
	snprintf(path, sizeof(path), "sys/class/net/%s", interface);
	folder = vpb_folder_read(usage->root, path);
	for (int i = 0; i < folder.count; i++)
		if (vpb_word_has_start(folder.entries[i]->d_name, "lower_"))
			interface_mark(
				usage, folder.entries[i]->d_name + 6, level + 1, marks);
}

struct network {
	const struct vpb_usage *usage;
	struct vpb_routes routes;
	bool *marks; /* one a device: the cards at hand */
};

static bool any_is_marked(const struct network *network)
{
	for (size_t i = 0; i < network->usage->snapshot->device_count; i++)
		if (network->marks[i])
			return true;
	return false;
}

static void marks_clear(struct network *network)
{
	memset(network->marks, false, network->usage->snapshot->device_count + 1);
}

/* The cards of that interface; else of all routes; else all that were asked for. True: of one. */
static bool cards_mark(struct network *network, const char *interface)
{
	const struct vpb_snapshot *snapshot = network->usage->snapshot;

	marks_clear(network);
	if (interface)
		interface_mark(network->usage, interface, 0, network->marks);
	if (any_is_marked(network))
		return true;
	for (size_t i = 0; i < network->routes.count; i++)
		interface_mark(network->usage, network->routes.items[i].interface, 0,
			network->marks);
	if (any_is_marked(network))
		return false;
	for (size_t i = 0; i < snapshot->device_count; i++)
		network->marks[i] = network->usage->is_candidate[i] &&
				    vpb_device_is_network(&snapshot->devices[i]);
	return false;
}

/*
 * Two halves are a default route as well, as VPNs write it. One that leads to no card, such as a tunnel's or
 * Open vSwitch's, may go over any that has a route.
 */
static void default_routes_find(struct network *network)
{
	struct vpb_snapshot *snapshot = network->usage->snapshot;
	bool is_there = false, is_sure;

	marks_clear(network);
	for (size_t i = 0; i < network->routes.count; i++)
		if (network->routes.items[i].bits <= 1) {
			is_there = true;
			interface_mark(network->usage, network->routes.items[i].interface,
				0, network->marks);
		}
	is_sure = any_is_marked(network);
	if (is_there && !is_sure)
		cards_mark(network, NULL);
	for (size_t i = 0; i < snapshot->device_count; i++) {
		if (!network->marks[i])
			continue;
		snapshot->devices[i].has_default_route = true;
		snapshot->devices[i].is_route_unsure = !is_sure;
	}
}

static int cards_block(const struct network *network, const char *reason, const char *fix,
	bool is_system)
{
	struct vpb_snapshot *snapshot = network->usage->snapshot;
	int r = 0;

	for (size_t i = 0; r == 0 && i < snapshot->device_count; i++) {
		struct vpb_device *device = &snapshot->devices[i];

		if (network->marks[i])
			r = vpb_blocker_set(
				is_system ? &device->network : &device->in_use, reason,
				fix);
	}
	return r;
}

/* What is seen says more than a word of the command line. */
static int peer_block(struct network *network, const struct vpb_peer *peer)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	const struct vpb_route *route = vpb_routes_find(&network->routes, peer->address);
	bool is_sure = cards_mark(network, *peer->interface ? peer->interface
					   : route	    ? route->interface
							    : NULL);

	if (peer->is_wanted && !is_sure)
		return 0;
	vpb_text_add(&reason, "%s the network card that %s comes over: %s",
		is_sure ? "is" : "may be",
		peer->is_system ? "the system or its key" : "something", peer->what);
	if (vpb_text_error(&reason) < 0)
		return -ENOMEM;
	return cards_block(
		network, reason.data, peer->fix, peer->is_system || peer->is_wanted);
}

static int word_block(struct network *network, const struct vpb_request *request)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};

	cards_mark(network, NULL);
	vpb_text_add(
		&reason, "is the network card that the system or its key comes over (");
	vpb_request_add_network_root(request, &reason);
	vpb_text_add(&reason, ")");
	if (vpb_text_error(&reason) < 0)
		return -ENOMEM;
	return cards_block(network, reason.data, VPB_OTHER_CARD, true);
}

static void network_done(struct network *network)
{
	vpb_routes_done(&network->routes);
	free(network->marks);
}

int vpb_usage_find_network(
	const struct vpb_usage *usage, const struct vpb_request *request)
{
	VPB_CLEANUP(network_done) struct network network = {.usage = usage};
	int r;

	network.marks = calloc(usage->snapshot->device_count + 1, sizeof(bool));
	r = network.marks ? vpb_routes_read(usage->root, &network.routes) : -ENOMEM;
	if (r < 0)
		return r;
	default_routes_find(&network);
	for (size_t i = 0; r == 0 && i < usage->peers->count; i++)
		r = peer_block(&network, &usage->peers->items[i]);
	return r == 0 && request->network_root ? word_block(&network, request) : r;
}
