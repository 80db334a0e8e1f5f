/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../base/array.h"

void vpb_routes_done(struct vpb_routes *routes)
{
	free(routes->items);
	*routes = (struct vpb_routes){};
}

/*
 * eth0 00000000 0102A8C0 0003 0 0 100 00000000 ...: interface, destination, gateway, flags, count, use,
 * metric, mask. The numbers are in the order of the network as this machine would read them.
 */
static bool route_4_parse(const char *line, struct vpb_route *route)
{
	unsigned int destination, mask;

	if (sscanf(line, "%63s %8x %*x %*x %*u %*u %u %8x", route->interface,
		    &destination, &route->metric, &mask) != 4)
		return false;
	memcpy(route->destination, &destination, sizeof(destination));
	route->bits = (unsigned int)__builtin_popcount(mask);
	return true;
}

/* Destination and its length, source, gateway, metric, count, use, flags, interface. */
static bool route_6_parse(const char *line, struct vpb_route *route)
{
	char destination[33];

	if (sscanf(line, "%32s %2x %*s %*s %*s %8x %*s %*s %*s %63s", destination,
		    &route->bits, &route->metric, route->interface) != 4 ||
		strlen(destination) != 32)
		return false;
	for (size_t i = 0; i < 16; i++)
		if (sscanf(destination + 2 * i, "%2hhx", &route->destination[i]) != 1)
			return false;
	route->is_6 = true;
	return !(route->destination[0] == 0xfe &&
		       (route->destination[1] & 0xc0) == 0x80) &&
	       route->destination[0] != 0xff && route->bits <= 128;
}

static int table_read(const struct vpb_root *root, const char *path,
	bool (*parse)(const char *line, struct vpb_route *route),
	struct vpb_routes *routes)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text text = {};
	char *rest, *line;

	if (vpb_root_read(root, path, &text) < 0)
		return 0;
	rest = text.data;
	while ((line = strsep(&rest, "\n"))) {
		struct vpb_route route = {}, *items;

		/*
		 * The kernel's table of IPv6 always has a default route over lo, which refuses
		 * (net/ipv6/route.c, ip6_null_entry). A name must be none of a path.
		 */
		if (!parse(line, &route) || strcmp(route.interface, "lo") == 0 ||
			strchr(route.interface, '/') || *route.interface == '.')
			continue;
		items = vpb_array_grow(routes->items, routes->count, sizeof(*items));
		if (!items)
			return -ENOMEM;
		routes->items = items;
		items[routes->count++] = route;
	}
	return 0;
}

int vpb_routes_read(const struct vpb_root *root, struct vpb_routes *routes)
{
	int r = table_read(root, "proc/net/route", route_4_parse, routes);

	return r < 0 ? r : table_read(root, "proc/net/ipv6_route", route_6_parse, routes);
}

static bool is_on_way(const struct vpb_route *route, const unsigned char *address)
{
	for (unsigned int bit = 0; bit < route->bits; bit++)
		if ((route->destination[bit / 8] ^ address[bit / 8]) & (0x80 >> bit % 8))
			return false;
	return true;
}

const struct vpb_route *vpb_routes_find(
	const struct vpb_routes *routes, const char *address)
{
	unsigned char binary[16] = {};
	bool is_6 = inet_pton(AF_INET6, address, binary) == 1;
	const struct vpb_route *best = NULL;

	if (!is_6 && inet_pton(AF_INET, address, binary) != 1)
		return NULL;
	for (size_t i = 0; i < routes->count; i++) {
		const struct vpb_route *route = &routes->items[i];

		if (route->is_6 != is_6 || !is_on_way(route, binary))
			continue;
		if (!best || route->bits > best->bits ||
			(route->bits == best->bits && route->metric < best->metric))
			best = route;
	}
	return best;
}
