/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vf_hint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The virtual function that the rule names, or NULL. */
static const struct vpb_device *vf_find(
	const struct vpb_rule *rule, const struct vpb_snapshot *now)
{
	for (size_t i = 0; i < now->device_count; i++)
		if (now->devices[i].is_vf &&
			vpb_selector_matches(&rule->selector, now, &now->devices[i]))
			return &now->devices[i];
	return NULL;
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

int vpb_vf_hints_give(const struct vpb_snapshot *now, struct vpb_run *next)
{
	for (size_t i = 0; i < next->request.rule_count; i++) {
		const struct vpb_rule *rule = &next->request.rules[i];
		struct vpb_finding *finding = unmatched_find(rule, &next->findings);
		const struct vpb_device *vf = finding ? vf_find(rule, now) : NULL;
		VPB_CLEANUP(vpb_text_done) struct vpb_text fix = {};
		char address[VPB_ADDRESS_BYTES];

		if (!vf)
			continue;
		vpb_address_format(vf->address, address);
		vpb_text_add(&fix,
			"%s is a virtual function, and at boot none is there yet: once it is, "
			"run: vfio-prebind bind %s",
			address, address);
		if (vpb_text_error(&fix) < 0)
			return -ENOMEM;
		free(finding->fix);
		finding->fix = fix.data;
		fix = (struct vpb_text){};
	}
	return 0;
}
