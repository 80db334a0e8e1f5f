/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_HOST_MACHINE_SOFTDEP_H
#define VPB_HOST_MACHINE_SOFTDEP_H

#include "../../helper/base/text.h"

/*
 * What `softdep` lines of modprobe.d(5) name for one module. Pure. Of several lines for a module
 * modprobe takes the first alone, so a line that is to win has to bring what the others said.
 */
struct vpb_softdep {
	struct vpb_text pre, post; /* names with a blank before each, none twice */
};

void vpb_softdep_done(struct vpb_softdep *softdep);

/*
 * Adds what a line has after the module's name ("pre: a b post: c"), but for vfio-pci, which the
 * line to be made names first. Returns whether vfio-pci was there: somebody put that line before
 * another one, so that this other one has to be added as well.
 */
bool vpb_softdep_add(struct vpb_softdep *softdep, const char *line);

/* Modules' names, in which '-' and '_' are the same. */
bool vpb_module_name_is(const char *a, size_t a_length, const char *b);

#endif
