/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

bool run_make(struct machine *machine, const struct wish *wish, enum vpb_phase phase,
	struct run *run)
{
	return run_make_pure(machine, wish, phase, run);
}
