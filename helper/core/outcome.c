/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "outcome.h"

#include "../base/text.h"

static const char *const names[] = {
	"left", "planned", "bound", "already", "stuck", "failed", "released"};

const char *vpb_state_name(enum vpb_state state)
{
	return names[state];
}

enum vpb_state vpb_state_parse(const char *name)
{
	return (enum vpb_state)vpb_word_find(names, VPB_STATE_UNKNOWN, name);
}
