/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_CHECK_H
#define VPB_CORE_CHECK_H

#include "finding.h"

/*
 * Runs every guard over the selection. What a guard refuses is dropped from it: a claim or
 * the whole device, as the guard's scope says; companions go with the display that brought
 * them. A companion that is refused itself is a warning and leaves its display alone.
 *
 * A guard looks at all devices before what it refuses is dropped, so that the order of the
 * devices makes no difference: of two cards that would leave no display, neither is taken.
 *
 * Late, what belongs to the initramfs is looked at only for what it says about the rest (a
 * companion is not judged late, a display that is taken is none that is left), and is forgotten
 * in the end: its claims are marked so, and there are no findings about it.
 *
 * Also adds the findings that are no guard's: what was not understood in the sources, rules that
 * name no device, and skips whose place holds another one. Pure. Returns 0 or -ENOMEM, and then
 * the selection is not to be used.
 */
int vpb_check(const struct vpb_request *request, const struct vpb_snapshot *snapshot,
	struct vpb_selection *selection, struct vpb_findings *findings) VPB_MUST_CHECK;

/*
 * One guard once more, over what stands of the claims now: `scene` has that selection. Its findings are
 * added, and what it refuses is dropped. Returns 0 or -ENOMEM.
 */
int vpb_check_again(const struct vpb_scene *scene, enum vpb_kind kind,
	struct vpb_selection *selection, struct vpb_findings *findings) VPB_MUST_CHECK;

#endif
