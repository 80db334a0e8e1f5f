/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sleep.h"

#include <string.h>

const char *vpb_sleep_name(enum vpb_sleep sleep)
{
	static const char *const names[] = {"", "auto", "on"};

	return names[sleep];
}

enum vpb_sleep vpb_sleep_parse(const char *word)
{
	if (strcmp(word, "auto") == 0)
		return VPB_SLEEP_AUTO;
	return strcmp(word, "on") == 0 ? VPB_SLEEP_ON : VPB_SLEEP_UNTOUCHED;
}
