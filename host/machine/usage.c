/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "usage.h"

#include "../../helper/sys/sources.h"
#include "../../helper/usage/usage.h"

/* Asks as if every function had been named. */
int vpb_usage_read_all(const struct vpb_root *root, struct vpb_snapshot *snapshot)
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
	if (r == 0)
		r = vpb_match_rules(&everything, snapshot, &all);
	if (r == 0)
		r = vpb_usage_read(root, &how, &everything, &all, snapshot);
	return r;
}

int vpb_inventory_read_usage(const struct vpb_root *root, struct vpb_inventory *inventory)
{
	inventory->no_disks = !vpb_root_has(root, "sys/class/block");
	return vpb_usage_read_all(root, &inventory->snapshot);
}
