/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vf_hint.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static bool names_vf(const struct vpb_rule *rule, const struct vpb_snapshot *now)
{
	for (size_t i = 0; i < now->device_count; i++)
		if (now->devices[i].is_vf &&
			vpb_selector_matches(&rule->selector, now, &now->devices[i]))
			return true;
	return false;
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
		char *fix;

		if (!finding || !names_vf(rule, now))
			continue;
		fix = strdup(
			"that is a virtual function, and at boot none is there yet: "
			"let what makes it bind it as well, or name the physical one");
		if (!fix)
			return -ENOMEM;
		free(finding->fix);
		finding->fix = fix;
	}
	return 0;
}
