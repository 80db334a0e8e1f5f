/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "outcome.h"

const char *vpb_state_name(enum vpb_state state)
{
	static const char *const names[] = {
		"left", "planned", "bound", "already", "stuck", "failed", "released"};

	return names[state];
}
