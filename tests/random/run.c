/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

bool run_make(struct machine *machine, const struct random_request *asked,
	enum vpb_phase phase, struct run *run)
{
	return run_make_pure(machine, asked, phase, run);
}
