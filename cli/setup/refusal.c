/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "refusal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../../helper/base/log.h"
#include "../command.h"

static bool is_refusal(const struct vpb_finding *finding)
{
	return finding->severity == VPB_REFUSE && finding->refused;
}

/*
 * The rule that names the device, first of all one that was refused; NULL for a device of the user's own
 * configuration, which is no matter here.
 */
static const struct vpb_rule *rule_find(const struct vpb_run *chosen, long device)
{
	const struct vpb_claim *found = NULL;

	for (size_t i = 0; i < chosen->selection.claim_count; i++) {
		const struct vpb_claim *claim = &chosen->selection.claims[i];

		if ((long)claim->device == device &&
			(!found || (claim->dropped && !found->dropped)))
			found = claim;
	}
	return found ? &chosen->request.rules[found->rule] : NULL;
}

bool vpb_setup_is_refused(
	const struct vpb_run *chosen, const struct vpb_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++)
		if (is_refusal(&findings->items[i]) &&
			rule_find(chosen, findings->items[i].device))
			return true;
	return false;
}

int vpb_setup_refusal_name_typed(
	const struct vpb_run *chosen, struct vpb_findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		struct vpb_finding *finding = &findings->items[i];
		const struct vpb_rule *rule = rule_find(chosen, finding->device);
		VPB_CLEANUP(vpb_text_done) struct vpb_text where = {};

		if (!rule || !finding->where ||
			!strstr(finding->where, "/" VPB_SETUP_CONFIG ":"))
			continue;
		vpb_origin_describe(&rule->origin, &where);
		if (vpb_text_error(&where) < 0)
			return -ENOMEM;
		free(finding->where);
		finding->where = where.data;
		where = (struct vpb_text){};
	}
	return 0;
}

/* The guards that have refused what this selector names, a bit each. */
static uint32_t guards_find(const struct vpb_run *chosen,
	const struct vpb_findings *findings, size_t selector, bool *ret_can_be_allowed)
{
	uint32_t bits = 0;

	for (size_t i = 0; i < findings->count; i++) {
		const struct vpb_finding *finding = &findings->items[i];
		const struct vpb_guard *guard = vpb_guard_of(finding->kind);
		const struct vpb_rule *rule = rule_find(chosen, finding->device);

		/* Selectors that were typed are numbered by their lines. */
		if (!is_refusal(finding) || !rule || rule->origin.line != selector + 1)
			continue;
		*ret_can_be_allowed &= guard && guard->can_be_allowed;
		bits |= guard ? vpb_guard_bit(guard) : 0;
	}
	return bits;
}

/* All that was typed once more: the word goes to what was refused, and to nothing else. */
static bool words_add(const struct vpb_setup *setup, const struct vpb_run *chosen,
	const struct vpb_findings *findings, struct vpb_text *words)
{
	bool can_be_allowed = true;

	vpb_text_add(words, "vfio-prebind setup");
	for (size_t i = 0; i < setup->option_count; i++)
		vpb_text_add(words, " %s", setup->change.words[i]);
	for (size_t i = 0; setup->selectors[i]; i++) {
		uint32_t guards = guards_find(chosen, findings, i, &can_be_allowed);

		vpb_text_add(words, " %s", setup->selectors[i]);
		for (unsigned int kind = 0; kind < VPB_KIND_GUARDS; kind++)
			if (guards & vpb_guard_bit(&vpb_guards[kind]))
				vpb_text_add(words, "%s%s",
					kind == VPB_KIND_TWIN ? "+all" : "+allow=",
					kind == VPB_KIND_TWIN ? ""
							      : vpb_guards[kind].name);
	}
	return can_be_allowed && vpb_text_error(words) == 0;
}

int vpb_setup_refusal_log(const struct vpb_setup *setup, const struct vpb_run *chosen,
	const struct vpb_findings *findings)
{
	VPB_CLEANUP(vpb_text_done) struct vpb_text words = {};

	vpb_log(VPB_LOG_ERROR, "setup: a guard refused a device; nothing was changed");
	if (words_add(setup, chosen, findings, &words))
		vpb_log(VPB_LOG_ERROR, "setup: to bind it anyway: %s", words.data);
	return VPB_EXIT_REFUSED;
}
