/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_USAGE_ROUTES_H
#define VPB_USAGE_ROUTES_H

#include "../base/text.h"
#include "../sys/root.h"

/*
 * The routes of the main table, of IPv4 and IPv6, as /proc/net shows them: those that lead
 * somewhere, and so not link-local and multicast ones.
 */
struct vpb_route {
	bool is_6;
	unsigned char destination[16]; /* 4 bytes of it for IPv4 */
	unsigned int bits; /* how many of these count: 0 is the default route */
	unsigned int metric;
	char interface[64];
};

struct vpb_routes {
	struct vpb_route *items;
	size_t count;
};

void vpb_routes_done(struct vpb_routes *routes);

/* What is no route is skipped. 0 or -ENOMEM. */
int vpb_routes_read(
	const struct vpb_root *root, struct vpb_routes *routes) VPB_MUST_CHECK;

/*
 * The route that the kernel takes to that address, of several alike the first; NULL where the address
 * is none, or no route leads there. Pure. Rules for some senders (ip-rule(8)) are not known here.
 */
const struct vpb_route *vpb_routes_find(
	const struct vpb_routes *routes, const char *address);

#endif
