/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef VPB_CORE_SCENE_H
#define VPB_CORE_SCENE_H

#include <stdbool.h>

#include "../base/text.h"
#include "match.h"

/* Everything a guard may look at. */
struct vpb_scene {
	const struct vpb_request *request;
	const struct vpb_snapshot *snapshot;
	const struct vpb_selection *selection;
};

/*
 * Whether there is something to say about this claim's device. If so, adds one sentence that
 * says why to `reason` and one that says what to do to `fix`, both without a full stop, for
 * someone whose screen just went black.
 */
typedef bool vpb_guard_look(const struct vpb_scene *scene, const struct vpb_claim *claim,
	struct vpb_text *reason, struct vpb_text *fix);

#endif
