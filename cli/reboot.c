/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reboot.h"

#include <string.h>
#include <time.h>

#include "../host/change/journal.h"
#include "../host/generate/generate.h"
#include "../host/image/since_boot.h"

#define WORD "intel_iommu=on"

/* What cannot be read may be right, or not. */
static bool are_right(const struct vpb_findings *images, const struct vpb_text *looked)
{
	for (size_t i = 0; i < images->count; i++)
		if (images->items[i].severity != VPB_NOTE ||
			images->items[i].kind == VPB_KIND_IMAGE_UNSEEN)
			return false;
	return looked->length;
}

int vpb_reboot_explain(const struct vpb_root *root, const struct vpb_facts *facts,
	const struct vpb_findings *images, const struct vpb_text *looked,
	struct vpb_text *ret_text)
{
	char date[32];
	struct tm parts;
	time_t when = 0;
	int r = are_right(images, looked) ? vpb_changed_since_boot(root, facts, &when)
					  : 0;

	if (r < 0 || !when || !localtime_r(&when, &parts) ||
		!strftime(date, sizeof(date), "%e %b %H:%M", &parts))
		return r;
	vpb_text_add(ret_text, "set up on %s, and this system started before that",
		date + (*date == ' '));
	return vpb_text_error(ret_text);
}

bool vpb_reboot_turns_iommu_on(const struct vpb_root *root, const struct vpb_facts *facts)
{
	struct vpb_journal journal = {};
	bool found = false;

	if (vpb_generate_turns_iommu_on(facts) && vpb_journal_read(root, &journal) == 0) {
		for (size_t i = 0; i < journal.file_count; i++)
			found |= journal.files[i].after.is_there &&
				 strstr(journal.files[i].after.text.data, WORD);
		for (size_t i = 0; i < journal.effect_count; i++)
			found |= journal.effects[i].will &&
				 strstr(journal.effects[i].make, WORD);
	}
	vpb_journal_done(&journal);
	return found;
}
