/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vf_hint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The virtual function that the rule names, or -1. */
static long vf_find(const struct vpb_rule *rule, const struct vpb_snapshot *now)
{
	for (size_t i = 0; i < now->device_count; i++)
		if (now->devices[i].is_vf &&
			vpb_selector_matches(&rule->selector, now, &now->devices[i]))
			return (long)i;
	return -1;
}

/* The finding that this rule names nothing, or NULL. */
static struct vpb_finding *unmatched_find(
	const struct vpb_rule *rule, const struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text where = {};

	vpb_origin_describe(&rule->origin, &where);
	for (size_t i = 0; where.data && i < findings->count; i++)
		if (findings->items[i].kind == VPB_KIND_UNMATCHED &&
			strcmp(findings->items[i].where, where.data) == 0)
			return &findings->items[i];
	return NULL;
}

static int vf_tell(const struct vpb_inventory *now, size_t vf,
	const struct vpb_rule *rule, struct vpb_finding *finding)
{
	const struct vpb_item *item = &now->items[vf];
	VPB_CLEANUP(vpb_text_done) struct vpb_text reason = {};
	VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
	char address[VPB_ADDRESS_BYTES], physical[VPB_ADDRESS_BYTES];

	vpb_address_format(now->snapshot.devices[vf].address, address);
	vpb_text_add(&reason, "'%s' is a virtual function", rule->word);
	if (item->has_physfn)
		vpb_text_add(
			&reason, " of %s", vpb_address_format(item->physfn, physical));
	vpb_text_add(&reason, ", and at boot there is none yet");
	vpb_text_add(&fix, "once it is there, run: vfio-prebind bind %s", address);
	if (vpb_text_error(&reason) < 0 || vpb_text_error(&fix) < 0)
		return -ENOMEM;
	free(finding->reason);
	free(finding->fix);
	finding->reason = reason.data;
	finding->fix = fix.data;
	reason = fix = (struct vpb_text){};
	return 0;
}

int vpb_vf_hints_give(const struct vpb_inventory *now, struct vpb_run *next)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < next->request.rule_count; i++) {
		const struct vpb_rule *rule = &next->request.rules[i];
		struct vpb_finding *finding = unmatched_find(rule, &next->findings);
		long vf = finding ? vf_find(rule, &now->snapshot) : -1;

		if (vf >= 0)
			r = vf_tell(now, (size_t)vf, rule, finding);
	}
	return r;
}
