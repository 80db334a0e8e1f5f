/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Network cards: which of them have a route, also through bonds, bridges and the like. */

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../sys/folder.h"
#include "parts.h"

enum {
	LEVELS_MAX = 8,
};

struct routes {
	const struct vpb_usage *usage;
	bool is_default; /* of the route at hand */
	bool any_card; /* some route leads to a card of this machine */
};

/* The card is the last address of the path. */
static void card_mark(struct routes *routes, const char *interface)
{
	char path[PATH_MAX], target[PATH_MAX], *rest = target, *part;
	struct vpb_snapshot *snapshot = routes->usage->snapshot;
	struct vpb_address address, card = {};
	bool has_card = false;
	long found;

	snprintf(path, sizeof(path), "sys/class/net/%s", interface);
	if (vpb_root_read_target(routes->usage->root, path, target) < 0)
		return;
	while ((part = strsep(&rest, "/")))
		if (vpb_address_parse(part, &address) == 0) {
			card = address;
			has_card = true;
		}
	found = has_card ? vpb_snapshot_find(snapshot, card) : -1;
	if (found < 0)
		return;
	routes->any_card = true;
	snapshot->devices[found].carries_network_root = true;
	snapshot->devices[found].has_default_route |= routes->is_default;
}

/* An interface that is made of others has links "lower_NAME" to them. */
static void interface_mark(
	struct routes *routes, const char *interface, unsigned int level)
{
	VPB_CLEANUP(vpb_folder_done) struct vpb_folder folder = {};
	char path[PATH_MAX];

	/* It comes from a file, and must be a name and no path. */
	if (level == LEVELS_MAX || strchr(interface, '/') || *interface == '.')
		return;
	card_mark(routes, interface);
	snprintf(path, sizeof(path), "sys/class/net/%s", interface);
	folder = vpb_folder_read(routes->usage->root, path);
	for (int i = 0; i < folder.count; i++)
		if (vpb_word_has_start(folder.entries[i]->d_name, "lower_"))
			interface_mark(routes, folder.entries[i]->d_name + 6, level + 1);
}

/* eth0 00000000 0102A8C0 0003 0 0 100 00000000 ...: interface, destination, gateway... mask */
static void routes_read_4(struct routes *routes)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;

	if (vpb_root_read(routes->usage->root, "proc/net/route", &text) < 0)
		return;
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		unsigned int destination, mask;
		char name[64];

		if (sscanf(line, "%63s %8x %*x %*x %*u %*u %*u %8x", name, &destination,
			    &mask) != 3)
			continue;
		routes->is_default = !destination && !mask;
		interface_mark(routes, name, 0);
	}
}

/* Destination and its length, ..., interface. Link-local (fe80) and multicast (ff) lead nowhere. */
static void routes_read_6(struct routes *routes)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;

	if (vpb_root_read(routes->usage->root, "proc/net/ipv6_route", &text) < 0)
		return;
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		char destination[33], name[64];
		unsigned int length;

		if (sscanf(line, "%32s %2x %*s %*s %*s %*s %*s %*s %*s %63s", destination,
			    &length, name) != 3 ||
			vpb_word_has_start(destination, "fe80") ||
			vpb_word_has_start(destination, "ff"))
			continue;
		routes->is_default = !length;
		interface_mark(routes, name, 0);
	}
}

void vpb_usage_find_network(const struct vpb_usage *usage, bool has_network_root)
{
	struct routes routes = {.usage = usage};

	routes_read_4(&routes);
	routes_read_6(&routes);
	/* No card has a route, so it may be any of them. */
	for (size_t i = 0;
		has_network_root && !routes.any_card && i < usage->snapshot->device_count;
		i++)
		usage->snapshot->devices[i].carries_network_root =
			usage->is_candidate[i] &&
			VPB_CLASS_BASE(usage->snapshot->devices[i].class_code) ==
				VPB_CLASS_NETWORK_BASE;
}
