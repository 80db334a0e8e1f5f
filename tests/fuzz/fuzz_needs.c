/* SPDX-License-Identifier: GPL-2.0-or-later */

/* What the system says that it needs: the first byte says which file the rest is. */

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "../../helper/usage/needs/read.h"

static int cmdline_parse(struct vpb_needs *needs, const char *source, const char *text)
{
	(void)source;
	return vpb_needs_parse_cmdline(needs, text);
}

static int mounts_parse(struct vpb_needs *needs, const char *source, const char *text)
{
	(void)source;
	return vpb_needs_parse_mounts(needs, text);
}

static int swaps_parse(struct vpb_needs *needs, const char *source, const char *text)
{
	(void)source;
	return vpb_needs_parse_swaps(needs, text);
}

/* Each has a name, and a sentence for a person; what was added can be found. */
static void needs_hold(const struct vpb_needs *needs)
{
	for (size_t i = 0; i < needs->count; i++) {
		const struct vpb_need *need = &needs->items[i];

		FUZZ_HOLD(need->name && need->user && need->fix);
		FUZZ_HOLD(*need->user && *need->fix);
	}
	for (size_t i = 0; i < needs->volume_count; i++)
		FUZZ_HOLD(vpb_needs_find_volume(needs, needs->volumes[i].node));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int (*const parsers[])(struct vpb_needs *, const char *, const char *) = {
		vpb_needs_parse_fstab, vpb_needs_parse_crypttab, vpb_needs_parse_mdadm,
		vpb_needs_parse_unit, cmdline_parse, mounts_parse, swaps_parse,
		vpb_needs_parse_veritytab, vpb_needs_parse_integritytab,
		vpb_needs_parse_resume};
	enum { PARSERS = sizeof(parsers) / sizeof(*parsers) };
	struct vpb_needs needs = {};
	char *text;

	if (!size)
		return 0;
	text = fuzz_text(data + 1, size - 1);
	FUZZ_HOLD(parsers[data[0] % PARSERS](&needs, "/etc/file", text) == 0);
	FUZZ_HOLD(vpb_needs_close(&needs) == 0);
	needs_hold(&needs);
	vpb_needs_done(&needs);
	free(text);
	return 0;
}
