/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "usage.h"

#include "../../helper/sys/sources.h"
#include "../../helper/usage/usage.h"

/* Asks as if every function had been named. */
int vpb_inventory_read_usage(const struct vpb_root *root, struct vpb_inventory *inventory)
{
	static const struct vpb_sources usual;
	static const struct vpb_usage_how how = {.read_tags = vpb_tags_read_udev};
	struct vpb_rule rule = {
		.verb = VPB_VERB_BIND,
		.selector = {.kind = VPB_SELECTOR_ID,
			.id = {VPB_ID_ANY, VPB_ID_ANY, VPB_ID_ANY, VPB_ID_ANY, 0, 0}},
	};
	VPB_CLEANUP(vpb_request_done) struct vpb_request asked = {};
	VPB_CLEANUP(vpb_selection_done) struct vpb_selection all = {};
	struct vpb_request everything = {.rules = &rule, .rule_count = 1};
	int r = vpb_sources_read(root, &usual, &asked);

	everything.network_root = asked.network_root;
	inventory->no_disks = !vpb_root_has(root, "sys/class/block");
	if (r == 0)
		r = vpb_match_rules(&everything, &inventory->snapshot, &all);
	if (r == 0)
		r = vpb_usage_read(root, &how, &everything, &all, &inventory->snapshot);
	return r;
}
